import './fastify-types.js';
import type { RouteContract } from '@gatehouse/contracts/route';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Ends a hook; an error goes to the error filter. */
export type Done = (error?: Error) => void;
/** Ends a hook that hands an answer on. */
export type Hand = (error: null, payload: unknown) => void;

/** The hooks that a route has so far, as a list to add to. */
export const hooksOf = <T>(hooks: T | T[] | undefined): T[] =>
  hooks === undefined ? [] : Array.isArray(hooks) ? hooks : [hooks];

type RequestHook = (request: FastifyRequest, reply: FastifyReply, done: Done) => void;

/**
 * Adds a hook to every route, made for its contract where it has one, and to requests that find no
 * route. A hook of the whole server would have to ask at each request which route it is of, which
 * costs more than what most hooks do. Call it before routes are registered.
 */
export function onEveryRequest(
  fastify: FastifyInstance,
  hookFor: (contract: RouteContract | undefined) => RequestHook,
): void {
  fastify.addHook('onRoute', (route) => {
    route.onRequest = [...hooksOf(route.onRequest), hookFor(route.config?.contract)];
  });
  const ofNoRoute = hookFor(undefined);
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.is404) ofNoRoute(request, reply, done);
    else done();
  });
}
