import './fastify-types.js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/error.js';
import { traceparentOf } from '../../kernel/trace.js';
import type { AddressGate } from './address-gate.js';
import { sendProblem } from './problem.filter.js';
import { requestContext, RequestContext } from './request-context.js';
import { type Done, hooksOf } from './route-hooks.js';
import type { Headers, SecurityHeaders } from './security-headers.js';

/**
 * Receives every request, for API, pages, files and what is nowhere: opens its context, gives its
 * answer the security headers of what it asks for, and turns blocked addresses away.
 *
 * One hook, made for each route when it is registered: to ask at each request which route it is of
 * costs more than all that it does. What finds no route meets it by a hook of the whole server.
 */
export function installReception(
  fastify: FastifyInstance,
  headers: SecurityHeaders,
  gate: AddressGate,
): void {
  decorateRequests(fastify);
  fastify.addHook('onRoute', (route) => {
    const own = route.config?.contract ? headers.api : headers.page;
    route.onRequest = [receive(own, gate), ...hooksOf(route.onRequest)];
  });
  const receiveStray = receive(headers.page, gate);
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.is404) receiveStray(request, reply, done);
    else done();
  });
}

/** Gives every request what `Input` promises: the slots here, the rest on the prototype. */
function decorateRequests(fastify: FastifyInstance): void {
  fastify.decorateRequest('caller', null);
  fastify.decorateRequest('readmit', null);
  fastify.decorateRequest('context');
  fastify.decorateRequest('reply');
  const getters: Readonly<Record<string, (this: FastifyRequest) => unknown>> = {
    request() {
      return this;
    },
    clientAddress() {
      return this.context.clientAddress;
    },
    userAgent() {
      return this.context.userAgent;
    },
    ifMatch() {
      return this.headers['if-match'];
    },
  };
  for (const [name, getter] of Object.entries(getters)) fastify.decorateRequest(name, { getter });
}

function receive(headers: Headers, gate: AddressGate) {
  return (request: FastifyRequest, reply: FastifyReply, done: Done): void => {
    const { id, ip } = request;
    request.reply = reply;
    request.context = new RequestContext(
      id,
      performance.now(),
      ip,
      request.headers['user-agent'] ?? '',
      traceparentOf(request.headers.traceparent),
    );
    request.context.acceptLanguage = request.headers['accept-language'] ?? '';
    void reply.header('x-request-id', id).headers(headers);
    const block = gate.blockOf(ip);
    if (block === null) return requestContext.run(request.context, done);
    // It answers by itself, as not every route has our error handler.
    const options = block.secondsLeft === null ? {} : { retryAfter: block.secondsLeft };
    sendProblem(new AppError('address_blocked', options), request, reply);
  };
}
