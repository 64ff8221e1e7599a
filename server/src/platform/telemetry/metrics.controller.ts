import { Controller } from '@nestjs/common';
import { documentRoutes } from '@gatehouse/contracts/documents';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { AppError } from '../../kernel/error.js';
import { equalSecrets } from '../../kernel/secret.js';
import { Config } from '../config/config.js';
import { type Input, Route } from '../http/route.decorator.js';
import { Metrics } from './metrics.js';

/** `GET /metrics` (C27). */
@Controller()
export class MetricsController {
  constructor(
    private readonly config: Config,
    private readonly metrics: Metrics,
  ) {}

  /** @throws AppError `not_found` while no token is set, `unauthenticated` for a wrong one. */
  @Route(documentRoutes.metrics)
  show({ request, reply }: Input<typeof documentRoutes.metrics>): Promise<string> | string {
    this.admit(request);
    return this.metrics.exposition().then(({ contentType, text }) => {
      void reply.type(contentType).header('cache-control', 'no-store');
      return text;
    });
  }

  private admit(request: FastifyRequest): void {
    if (cameFromThisMachine(request)) return;
    const token = this.config.METRICS_TOKEN;
    if (token === undefined) throw new AppError('not_found');
    const sent = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (sent === undefined || !equalSecrets(sent, token)) throw new AppError('unauthenticated');
  }
}

/** What proxies add. */
const forwarded = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * Whether the peer itself is loopback, and not a proxy on this machine that passes on a request
 * from elsewhere.
 */
function cameFromThisMachine(request: FastifyRequest): boolean {
  const peer = request.socket.remoteAddress;
  return (
    isLoopback(peer) && isLoopback(request.ip) && forwarded.every((name) => !request.headers[name])
  );
}

const isLoopback = (address: string | undefined): boolean =>
  address !== undefined &&
  ipaddr.isValid(address) &&
  ipaddr.process(address).range() === 'loopback';
