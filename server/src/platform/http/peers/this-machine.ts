import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';

/** What proxies add. */
const forwarded = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * Whether the peer itself is loopback, and not a proxy on this machine that passes on a request
 * from elsewhere.
 */
export function cameFromThisMachine(request: FastifyRequest): boolean {
  const peer = request.socket.remoteAddress;
  return (
    isLoopback(peer) && isLoopback(request.ip) && forwarded.every((name) => !request.headers[name])
  );
}

const isLoopback = (address: string | undefined): boolean =>
  address !== undefined &&
  ipaddr.isValid(address) &&
  ipaddr.process(address).range() === 'loopback';
