import './fastify-types.js';
import type { RateLimitClass, RouteContract } from '@gatehouse/contracts/route';
import { permissions, type Permission } from '@gatehouse/contracts/permissions';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/error.js';
import type { Authenticator, Caller } from './caller.js';
import { checkCsrf } from './csrf.js';
import type { RateLimiter, RateLimitVerdict } from './rate-limiter.js';
import { requestContext } from './request-context.js';
import { parsePart } from './validation.js';

export interface PipelineParts {
  readonly authenticator: Authenticator;
  readonly rateLimiter: RateLimiter;
}

/**
 * The way of every request (C23): context, rate limit, authentication, authorization, validation;
 * then the handler; then its answer is cut to the contract. These are hooks of the matched route
 * and not path-bound middleware, so a strange spelling of a path cannot walk past them. A route
 * without a contract is refused.
 */
export function installPipeline(fastify: FastifyInstance, parts: PipelineParts): void {
  fastify.decorateRequest('caller', null);
  fastify.decorateRequest('context');
  fastify.addHook('onRequest', openContext);
  fastify.addHook('onRequest', (request, reply, done) => {
    const { contract } = request.routeOptions.config;
    if (!contract) return done();
    const verdict = limit(parts.rateLimiter, contract.rateLimit, `ip:${request.ip}`, reply);
    if (verdict && contract.access === 'public') tellLimit(contract.rateLimit, verdict, reply);
    done();
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    const { contract } = request.routeOptions.config;
    if (!contract || contract.access === 'public') return done();
    authenticate(parts.authenticator, request)
      .then((caller) => {
        admit(caller, contract);
        const verdict = limit(
          parts.rateLimiter,
          contract.rateLimit,
          `user:${caller.userId}`,
          reply,
        );
        if (verdict) tellLimit(contract.rateLimit, verdict, reply);
        done();
      }, done)
      .catch(done);
  });
  fastify.addHook('preHandler', (request, _reply, done) => {
    const { contract } = request.routeOptions.config;
    if (contract) validate(request, contract);
    requestContext.run(request.context, done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { contract } = request.routeOptions.config;
    if (contract?.rateLimit === 'two_factor' && reply.statusCode === 401)
      parts.rateLimiter.penalize('two_factor', `ip:${request.ip}`);
    done();
  });
  fastify.addHook('preSerialization', (request, reply, payload, done) => {
    const { contract } = request.routeOptions.config;
    const answered = contract?.response && reply.statusCode < 300;
    done(null, answered ? contract.response?.parse(payload) : payload);
  });
}

function openContext(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  request.context = {
    requestId: request.id,
    traceparent: single(request.headers.traceparent),
    clientAddress: request.ip,
    userAgent: request.headers['user-agent'] ?? '',
    caller: null,
  };
  void reply.header('x-request-id', request.id);
  requestContext.run(request.context, done);
}

const single = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** @throws AppError `too_many_requests` */
function limit(
  limiter: RateLimiter,
  name: RateLimitClass,
  key: string,
  reply: FastifyReply,
): RateLimitVerdict | undefined {
  if (name === 'none') return undefined;
  const verdict = limiter.check(name, key);
  if (verdict.allowed) return verdict;
  tellLimit(name, verdict, reply);
  throw new AppError('too_many_requests', { retryAfter: verdict.retryAfter });
}

/** The `RateLimit` fields: once for an answer, of the limit that decides in the end. */
function tellLimit(name: RateLimitClass, verdict: RateLimitVerdict, reply: FastifyReply): void {
  const { remaining, resetAfter, limit: quota } = verdict;
  void reply.header('ratelimit', `"${name}";r=${remaining};t=${Math.ceil(resetAfter)}`);
  void reply.header('ratelimit-policy', `"${name}";q=${quota};w=60`);
}

const bearer = /^Bearer ([\w.~+/-]+=*)$/i;

/** @throws AppError `unauthenticated` */
async function authenticate(
  authenticator: Authenticator,
  request: FastifyRequest,
): Promise<Caller> {
  const token = bearer.exec(request.headers.authorization ?? '')?.[1];
  const caller = token === undefined ? null : await authenticator.authenticate(token);
  if (!caller) throw new AppError('unauthenticated');
  request.caller = caller;
  request.context.caller = caller;
  return caller;
}

const isPermission = (access: string): access is Permission => access in permissions;

/** @throws AppError `enrolment_required`, `forbidden` */
function admit(caller: Caller, { access }: RouteContract): void {
  if (access === 'enrolling') return;
  if (caller.enrolmentRequired) throw new AppError('enrolment_required');
  if (isPermission(access) && !caller.permissions.includes(access)) throw new AppError('forbidden');
}

/** @throws AppError `validation_failed`, `not_found`, `csrf_token_invalid` */
function validate(request: FastifyRequest, contract: RouteContract): void {
  if (contract.cookie) checkCsrf(request);
  if (contract.params) request.params = parsePart('params', contract.params, request.params);
  request.query = contract.query ? parsePart('query', contract.query, request.query) : undefined;
  request.body = contract.body ? parsePart('body', contract.body, request.body) : undefined;
}
