import '../fastify-types.js';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { AppError } from '../../../kernel/error.js';
import type { Claim, IdempotencyService, KeptAnswer } from './idempotency.service.js';

/** 1 to 255 visible ASCII characters. */
const keyForm = /^[\x21-\x7e]{1,255}$/;
/** What a repeated answer says again beside its body. */
const keptHeaders = ['content-type', 'etag', 'location'];

/** The hooks of a route that accepts `Idempotency-Key`: before its handler, and around its answer. */
export function idempotencyHooks(service: IdempotencyService) {
  const claims = new WeakMap<FastifyRequest, Claim>();

  const preHandler = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const key = keyOf(request);
    if (key === undefined) return undefined;
    const begun = await service.begin({
      owner: ownerOf(request),
      key,
      content: contentOf(request),
    });
    if (!('status' in begun)) {
      claims.set(request, begun);
      return undefined;
    }
    // A streamed body is thrown away as it comes, so that the connection can go on.
    request.raw.resume();
    void reply.headers({ ...begun.headers, 'idempotent-replayed': 'true' });
    return reply.status(begun.status).send(begun.body);
  };

  const onSend = async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
    const claim = claims.get(request);
    if (!claim) return payload;
    claims.delete(request);
    if (isFinal(reply.statusCode)) await service.finish(claim, answerOf(reply, payload));
    else await service.abandon(claim);
    return payload;
  };

  return { preHandler, onSend } satisfies Pick<RouteOptions, 'preHandler' | 'onSend'>;
}

/** @throws AppError `validation_failed` */
function keyOf({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && keyForm.test(key)) return key;
  const message = 'Send 1 to 255 visible ASCII characters, such as a UUID.';
  throw new AppError('validation_failed', {
    fields: [{ pointer: '/headers/idempotency-key', message }],
  });
}

/** The same key in another organization is another key: no organization sees another's answers. */
const ownerOf = ({ caller, ip }: FastifyRequest): string =>
  caller ? `user:${caller.userId}@${caller.organizationId ?? ''}` : `address:${ip}`;

/** What tells one request from another; a body that is streamed counts by its type and length. */
function contentOf({ method, routeOptions, params, query, body, raw }: FastifyRequest): string {
  const { contract } = routeOptions.config;
  const { 'content-type': type, 'content-length': length } = raw.headers;
  const sent = contract?.upload ? [type, length] : body;
  return JSON.stringify([method, contract?.name, params, query, sent]);
}

/** Refused for who the caller is, or how they proved it, or put off. */
const passing: readonly number[] = [401, 403, 429];

/**
 * Whether a later try would have the same outcome: not after our own failure, nor when whoever was
 * refused comes again with a fresh proof or another role, as clients do under the same key.
 */
const isFinal = (status: number): boolean => status < 500 && !passing.includes(status);

function answerOf(reply: FastifyReply, payload: unknown): KeptAnswer {
  const headers = Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = reply.getHeader(name);
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
  return {
    status: reply.statusCode,
    headers,
    body: typeof payload === 'string' ? payload : '',
  };
}
