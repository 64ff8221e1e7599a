import './fastify-types.js';
import { answersActing, type RateLimitClass, type RouteContract } from '@gatehouse/contracts/route';
import { isAnyPermission, isPermission } from '@gatehouse/contracts/permissions';
import type { Type } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { seconds } from '../../kernel/clock.js';
import { AppError } from '../../kernel/error.js';
import {
  type Authenticator,
  type Caller,
  type KeyAuthenticator,
  withoutOrganization,
} from './caller.js';
import type { ChallengeGate } from './challenge/challenge-gate.js';
import { challengeHooks } from './challenge/challenge.hooks.js';
import { checkCsrf } from './csrf.js';
import { idempotencyHooks } from './idempotency/idempotency.hooks.js';
import type { IdempotencyService } from './idempotency/idempotency.service.js';
import { tellLimit } from './rate-limit-fields.js';
import {
  limitOf,
  type RateLimiter,
  type RateLimitKey,
  type RateLimitVerdict,
  refusedBy,
} from './rate-limiter.js';
import { requestContext } from './request-context.js';
import { handlerOf } from './route.decorator.js';
import { type Done, type Hand, hooksOf } from './route-hooks.js';
import { fieldsCheck, sparseRows } from './answers/sparse-fields.js';
import { uploadCheck } from './upload.js';
import { parsePart } from './validation.js';

export interface PipelineParts {
  readonly authenticator: Authenticator;
  readonly keyAuthenticator: KeyAuthenticator;
  readonly rateLimiter: RateLimiter;
  readonly challenges: ChallengeGate;
  readonly idempotency: IdempotencyService;
  /** How long a proof of identity counts as recent, in milliseconds. */
  readonly proofLife: number;
  /** The one instance of a controller. */
  readonly controllerOf: (type: Type) => object;
}

/**
 * The way of every request that was received (C23): rate limit, authentication, authorization,
 * validation, work to do where much was tried, repetition of an answer for a known Idempotency-Key;
 * then the handler, whose answer is cut to the contract. These are hooks of the matched route and not
 * path-bound middleware, so a strange spelling of a path cannot walk past them. Each route gets the
 * hooks that its contract asks for when it is registered, so call this before.
 */
export function installPipeline(fastify: FastifyInstance, parts: PipelineParts): void {
  fastify.addHook('onRoute', (route) => {
    const { contract, handler } = route.config ?? {};
    if (!contract) return;
    equip(route, contract, parts);
    if (!handler) return;
    route.handler = handlerOf(parts.controllerOf(handler.controller), handler.method, contract);
  });
}

function equip(route: RouteOptions, contract: RouteContract, parts: PipelineParts): void {
  const { rateLimiter } = parts;
  route.onRequest = [
    ...hooksOf(route.onRequest),
    contract.access === 'public' ? publicEntrance(contract, parts) : entrance(contract, parts),
  ];
  if (contract.upload) route.onRequest.push(uploadCheck(contract.upload));
  const hasBody = contract.body && !contract.upload;
  const readmissions = hasBody && contract.access !== 'public' ? [readmission] : [];
  route.preHandler = [...hooksOf(route.preHandler), ...readmissions, validation(contract)];
  if (contract.challenge) {
    const { preHandler, onResponse } = challengeHooks(parts.challenges, contract.name);
    route.preHandler.push(preHandler);
    route.onResponse = [...hooksOf(route.onResponse), onResponse];
  }
  if (isList(contract))
    route.preSerialization = [...hooksOf(route.preSerialization), sparseRows, nextLink];
  if (contract.idempotent) {
    const { preHandler, onSend } = idempotencyHooks(parts.idempotency);
    route.preHandler.push(preHandler);
    route.onSend = [onSend, ...hooksOf(route.onSend)];
  }
  if (contract.rateLimit === 'two_factor')
    route.onResponse = [
      ...hooksOf(route.onResponse),
      (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
        if (reply.statusCode === 401) {
          const { caller, ip } = request;
          rateLimiter.penalize('two_factor', 'address', ip);
          if (caller) rateLimiter.penalize('two_factor', 'user', caller.userId);
        }
        done();
      },
    ];
}

function publicEntrance(contract: RouteContract, { rateLimiter }: PipelineParts) {
  return (request: FastifyRequest, reply: FastifyReply, done: Done): void => {
    const verdict = limit(rateLimiter, contract.rateLimit, 'address', request.ip);
    if (verdict) tellLimit(limitOf(contract.rateLimit, verdict), reply);
    done();
  };
}

function entrance(contract: RouteContract, parts: PipelineParts) {
  const { rateLimiter, authenticator, keyAuthenticator, proofLife } = parts;
  return (request: FastifyRequest, reply: FastifyReply, done: Done): void => {
    const byAddress = () => limit(rateLimiter, contract.rateLimit, 'address', request.ip);
    const key = request.headers['x-api-key'];
    // Programs on one host share no limit: a good key has its own, and whoever tries keys that of the address.
    if (typeof key !== 'string') byAddress();
    const admitted = (caller: Caller | null): void => {
      if (!caller && typeof key === 'string') byAddress();
      if (!caller) throw new AppError('unauthenticated');
      letIn(request, caller, contract);
      if (contract.body || contract.upload)
        request.readmit = readmitting(request, caller, contract, parts);
      demandProof(caller, contract, proofLife);
      const isKey = caller.kind === 'api_key';
      const verdict = limit(
        rateLimiter,
        contract.rateLimit,
        'user',
        isKey ? caller.apiKeyId : caller.userId,
        isKey ? caller.requestsPerMinute : null,
      );
      if (verdict) tellLimit(limitOf(contract.rateLimit, verdict), reply);
      done();
    };
    const found =
      typeof key === 'string'
        ? keyAuthenticator.authenticate(key, request.ip)
        : authenticator.authenticate(bearerToken(request));
    if (found instanceof Promise) found.then(admitted).catch(done);
    else admitted(found);
  };
}

/** @throws AppError `forbidden`, `enrolment_required` */
function letIn(request: FastifyRequest, caller: Caller, contract: RouteContract): void {
  request.caller = caller;
  request.context.caller = caller;
  admit(caller, contract);
}

/** How long somebody counts as let in while their body comes, in milliseconds. */
const admittedFor = seconds(1);

/**
 * See `FastifyRequest.readmit`: a session may be ended, or a role changed, while a body trickles. That
 * a token runs out meanwhile is no reason to send everything again.
 */
function readmitting(
  request: FastifyRequest,
  caller: Caller,
  contract: RouteContract,
  { authenticator, keyAuthenticator }: PipelineParts,
): () => Promise<Caller> {
  const { ip } = request;
  // An upload goes on under other headers.
  const key = String(request.headers['x-api-key']);
  const since = performance.now();
  return async () => {
    if (performance.now() - since < admittedFor) return caller;
    const now =
      caller.kind === 'session'
        ? await authenticator.look(caller.sessionId)
        : await keyAuthenticator.authenticate(key, ip);
    if (!now) throw new AppError('unauthenticated');
    letIn(request, now, contract);
    return now;
  };
}

function readmission(request: FastifyRequest, _reply: FastifyReply, done: Done): void {
  if (!request.readmit) return done();
  request.readmit().then(() => done(), done);
}

const isList = ({ query }: RouteContract): boolean =>
  query !== undefined && 'cursor' in query.shape;

function validation(contract: RouteContract) {
  const checkFields = isList(contract) ? fieldsCheck(contract) : undefined;
  return (request: FastifyRequest, _reply: FastifyReply, done: Done): void => {
    validate(request, contract);
    checkFields?.(request);
    // Reading a body ends the scope that was opened at the request's beginning.
    if (contract.body || contract.upload || contract.form)
      requestContext.run(request.context, done);
    else done();
  };
}

/** `Link: <...>; rel="next"` on lists that go on (RFC 8288), beside the cursor in the body. */
function nextLink(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: Hand,
): void {
  const { page } = payload as { page?: { nextCursor: string | null } };
  if (page?.nextCursor) {
    const next = new URL(request.url, 'http://localhost');
    next.searchParams.set('cursor', page.nextCursor);
    void reply.header('link', `<${next.pathname}${next.search}>; rel="next"`);
  }
  done(null, payload);
}

/** @throws AppError `too_many_requests` */
function limit(
  limiter: RateLimiter,
  name: RateLimitClass,
  by: RateLimitKey,
  key: string,
  perMinute: number | null = null,
): RateLimitVerdict | undefined {
  if (name === 'none') return undefined;
  const verdict = limiter.check(name, by, key, perMinute);
  if (!verdict.allowed) throw refusedBy(name, verdict);
  return verdict;
}

const scheme = 'bearer ';

/** The token of an `Authorization: Bearer` header (RFC 6750); empty where there is none. */
function bearerToken({ headers: { authorization } }: FastifyRequest): string {
  if (authorization === undefined) return '';
  return authorization.slice(0, scheme.length).toLowerCase() === scheme
    ? authorization.slice(scheme.length)
    : '';
}

/** @throws AppError `enrolment_required`, `forbidden` */
function admit(caller: Caller, contract: RouteContract): void {
  const { access, keys } = contract;
  // A person's own account is for the person: no key, and nobody who acts for them, changes
  // passwords, factors, addresses, sessions or keys.
  if (caller.kind === 'api_key' && !isAnyPermission(access) && !keys)
    throw new AppError('forbidden');
  if (caller.kind === 'session' && caller.impersonatorId !== null && !answersActing(contract))
    throw new AppError('forbidden', { detail: 'Not while you act for somebody.' });
  if (access === 'enrolling') return;
  if (caller.enrolmentRequired) throw new AppError('enrolment_required');
  if (!isAnyPermission(access) || caller.permissions.has(access)) return;
  const lacksOrganization = caller.organizationId === null && isPermission(access);
  throw lacksOrganization ? withoutOrganization() : new AppError('forbidden');
}

/** @throws AppError `reauthentication_required` */
function demandProof(caller: Caller, { recentProof }: RouteContract, proofLife: number): void {
  if (!recentProof || (recentProof === 'people' && caller.kind === 'api_key')) return;
  const proved = caller.kind === 'session' ? caller.authenticatedAt.getTime() : 0;
  if (proved + proofLife < Date.now()) throw new AppError('reauthentication_required');
}

/** @throws AppError `validation_failed`, `not_found`, `csrf_token_invalid` */
function validate(request: FastifyRequest, contract: RouteContract): void {
  if (contract.cookie) checkCsrf(request);
  if (contract.params) request.params = parsePart('params', contract.params, request.params);
  request.query = contract.query ? parsePart('query', contract.query, request.query) : undefined;
  if (contract.upload) return;
  request.body = contract.body ? parsePart('body', contract.body, request.body) : undefined;
}
