import '@fastify/cookie';
import type { RouteContract } from '@gatehouse/contracts/route';
import type { ErrorCode } from '@gatehouse/contracts/errors';
import type { Caller } from './caller.js';
import type { RequestContext } from './request-context.js';
import type { HandlerPlace } from './route.decorator.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whoever calls; null on public routes. */
    caller: Caller | null;
    /**
     * Makes sure that whoever calls still may, where the body took its time: a handler that reads a
     * stream calls it at the end, and others get what came whole after it. Null without a body.
     * @returns whoever calls, as they are now.
     * @throws AppError `unauthenticated`, `forbidden`, `enrolment_required`
     */
    readmit: (() => Promise<Caller>) | null;
    context: RequestContext;
    /** What a handler takes from its `Input`, beside what Fastify has already. */
    reply: FastifyReply;
    readonly request: FastifyRequest;
    readonly clientAddress: string;
    readonly userAgent: string;
    readonly ifMatch: string | undefined;
  }
  interface FastifyReply {
    /** Of the problem that is answered; null when all went well. */
    errorCode: ErrorCode | null;
  }
  interface FastifyContextConfig {
    contract?: RouteContract;
    handler?: HandlerPlace;
  }
}
