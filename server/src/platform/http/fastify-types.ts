import '@fastify/cookie';
import type { RouteContract } from '@gatehouse/contracts/route';
import type { Caller } from './caller.js';
import type { RequestContext } from './request-context.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whoever calls; null on public routes. */
    caller: Caller | null;
    context: RequestContext;
  }
  interface FastifyContextConfig {
    contract?: RouteContract;
  }
}
