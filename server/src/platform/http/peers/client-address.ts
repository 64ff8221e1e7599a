import type { IncomingMessage } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';
import type { Config } from '../../config/config.js';

/**
 * Where a request comes from that no route serves, such as an upgrade: as Fastify tells it of the
 * others, so that only configured proxies are believed (attack 26).
 */
export function clientAddress(config: Config): (request: IncomingMessage) => string {
  const trusted = proxyAddress.compile([...config.GATEHOUSE_TRUSTED_PROXIES]);
  return (request) => proxyAddress(request, trusted);
}
