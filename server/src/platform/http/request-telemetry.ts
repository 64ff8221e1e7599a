import './fastify-types.js';
import { type ErrorCode, errors } from '@gatehouse/contracts/errors';
import type { RouteContract } from '@gatehouse/contracts/route';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { newTraceparent, traceIdOf } from '../../kernel/trace.js';
import { isSensitiveKey, redacted } from '../telemetry/sensitive-text.js';
import type { AccessLog } from '../telemetry/access-log.js';
import type { Metrics, RouteMeter } from '../telemetry/metrics.js';
import type { RequestContext } from './request-context.js';
import { type Hand, hooksOf } from './route-hooks.js';

/** Label of what no contract declares. */
const unmatched = 'unmatched';

/**
 * Counts and logs every request when its answer is about to be written. Call it before routes are
 * registered: each gets a hook of its own with its meter at hand, so that nothing is looked up
 * while requests are served.
 */
export function installTelemetry(
  fastify: FastifyInstance,
  accessLog: AccessLog,
  metrics: Metrics,
): void {
  fastify.decorateReply('errorCode', null);
  fastify.addHook('onRoute', (route) => {
    const { contract } = route.config ?? {};
    const method = Array.isArray(route.method) ? 'other' : route.method;
    const meter = metrics.route(method, contract?.path ?? unmatched);
    const secretPath = contract && hasSecretInPath(contract) ? contract.path : undefined;
    route.onSend = [...hooksOf(route.onSend), telling(meter, accessLog, secretPath)];
  });
  const tellUnrouted = unroutedTelling(accessLog, metrics);
  const meters = new Map<string, RouteMeter>();
  const meterOf = (method: string): RouteMeter => {
    const found = meters.get(method) ?? metrics.route(method, unmatched);
    if (meters.size < 16) meters.set(method, found);
    return found;
  };
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (!isOpened(request)) tellUnrouted(request, 'not_found', { traceparent: newTraceparent() });
    else if (request.is404) tell(request, reply, meterOf(request.method), accessLog);
    done(null, payload);
  });
}

/** Whether the request met the hook that opens its context; `GET *` meets only those of the end. */
const isOpened = ({ context }: { readonly context?: object }): boolean => context !== undefined;

const telling =
  (meter: RouteMeter, accessLog: AccessLog, secretPath: string | undefined) =>
  (request: FastifyRequest, reply: FastifyReply, payload: unknown, done: Hand): void => {
    if (isOpened(request)) tell(request, reply, meter, accessLog, secretPath);
    done(null, payload);
  };

function tell(
  request: FastifyRequest,
  reply: FastifyReply,
  meter: RouteMeter,
  accessLog: AccessLog,
  secretPath?: string,
): void {
  const { context } = request;
  const duration = performance.now() - context.startedAt;
  meter.observe(reply.statusCode, duration / 1000);
  if (reply.errorCode !== null) meter.error(reply.errorCode);
  accessLog.write({
    correlationId: request.id,
    traceId: context.begunTrace && traceIdOf(context.begunTrace),
    userId: request.caller?.userId,
    method: request.method,
    path: secretPath ?? withoutQuery(request.url),
    status: reply.statusCode,
    duration,
    // Of the context: a request that was cut off has no socket any more.
    clientAddress: context.clientAddress,
    userAgent: context.userAgent,
  });
}

/** What is known of a request that has no route. */
export type UnroutedRequest = Pick<FastifyRequest, 'id' | 'method' | 'url' | 'ip' | 'headers'>;

/**
 * Counts and logs requests that Fastify refuses before it knows a route, such as for a malformed
 * URL: no hook sees them.
 */
export function unroutedTelling(accessLog: AccessLog, metrics: Metrics) {
  return (
    request: UnroutedRequest,
    code: ErrorCode,
    { traceparent }: Pick<RequestContext, 'traceparent'>,
  ): void => {
    const meter = metrics.route(request.method, unmatched);
    meter.observe(errors[code].status, 0);
    meter.error(code);
    accessLog.write({
      correlationId: request.id,
      traceId: traceIdOf(traceparent),
      userId: undefined,
      method: request.method,
      path: safePath(request.url),
      status: errors[code].status,
      duration: 0,
      clientAddress: request.ip,
      userAgent: request.headers['user-agent'] ?? '',
    });
  };
}

/**
 * A path that no route is known for, as far as it may be shown: it cannot be told which of its parts
 * are secrets, so long ones are hidden, and so is what is not plain ASCII.
 */
export const safePath = (url: string): string =>
  (url.split(/[?#;]/, 1)[0] ?? '')
    .replace(/[^!-~]/g, '?')
    .replace(/[\w~-]{20,}/g, redacted)
    .slice(0, 256);

function withoutQuery(url: string): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

/** Whether a path parameter carries a secret, such as `:token`: then the pattern is logged instead. */
const hasSecretInPath = ({ path }: RouteContract): boolean =>
  path.split('/').some((part) => part.startsWith(':') && isSensitiveKey(part));
