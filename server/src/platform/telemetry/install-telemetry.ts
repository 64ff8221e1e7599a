import '../http/fastify-types.js';
import type { RouteContract } from '@gatehouse/contracts/route';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { isSensitiveKey } from './sensitive-text.js';
import type { AccessLog } from './access-log.js';
import type { Metrics, RouteMeter } from './metrics.js';

/** Label of what no contract declares. */
const unmatched = 'unmatched';

/**
 * Counts and logs every request. Call it before routes are registered: each gets a hook of its own
 * with its meter at hand, so that nothing is looked up while requests are served.
 */
export function installTelemetry(
  fastify: FastifyInstance,
  accessLog: AccessLog,
  metrics: Metrics,
): void {
  fastify.addHook('onRoute', (route) => {
    const { contract } = route.config ?? {};
    const method = Array.isArray(route.method) ? 'other' : route.method;
    const meter = metrics.route(method, contract?.path ?? unmatched);
    const secretPath = contract && hasSecretInPath(contract) ? contract.path : undefined;
    addHooks(route, meter, accessLog, secretPath);
  });
  const meters = new Map<string, RouteMeter>();
  const meterOf = (method: string): RouteMeter => {
    const found = meters.get(method) ?? metrics.route(method, unmatched);
    if (meters.size < 16) meters.set(method, found);
    return found;
  };
  fastify.addHook('onResponse', (request, reply, done) => {
    if (request.is404) finish(request, reply, meterOf(request.method), accessLog);
    done();
  });
  fastify.addHook('preSerialization', (request, reply, payload, done) => {
    if (request.is404) countError(reply, payload, meterOf(request.method));
    done(null, payload);
  });
}

function addHooks(
  route: RouteOptions,
  meter: RouteMeter,
  accessLog: AccessLog,
  secretPath: string | undefined,
): void {
  route.onResponse = [
    ...asList(route.onResponse),
    (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
      finish(request, reply, meter, accessLog, secretPath);
      done();
    },
  ];
  route.preSerialization = [
    ...asList(route.preSerialization),
    (_request: FastifyRequest, reply: FastifyReply, payload: unknown, done: Done) => {
      countError(reply, payload, meter);
      done(null, payload);
    },
  ];
}

type Done = (error: null, payload: unknown) => void;

const asList = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

function finish(
  request: FastifyRequest,
  reply: FastifyReply,
  meter: RouteMeter,
  accessLog: AccessLog,
  secretPath?: string,
): void {
  const duration = reply.elapsedTime;
  meter.observe(reply.statusCode, duration / 1000);
  accessLog.write({
    correlationId: request.id,
    userId: request.caller?.userId,
    method: request.method,
    path: secretPath ?? withoutQuery(request.url),
    status: reply.statusCode,
    duration,
    clientAddress: request.ip,
    userAgent: request.headers['user-agent'] ?? '',
  });
}

/** The code is read from the problem document that is about to be sent. */
function countError(reply: FastifyReply, payload: unknown, meter: RouteMeter): void {
  if (reply.statusCode < 400 || typeof payload !== 'object' || payload === null) return;
  if ('code' in payload && typeof payload.code === 'string') meter.error(payload.code);
}

function withoutQuery(url: string): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

/** Whether a path parameter carries a secret, such as `:token`: then the pattern is logged instead. */
const hasSecretInPath = ({ path }: RouteContract): boolean =>
  path.split('/').some((part) => part.startsWith(':') && isSensitiveKey(part));
