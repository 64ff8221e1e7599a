import { errors, type ErrorCode } from '@gatehouse/contracts/errors';
import type { Problem } from '@gatehouse/contracts/problem';
import { AppError } from '../../kernel/error.js';
import { traceIdOf } from '../../kernel/trace.js';
import type { RequestContext } from './request-context.js';

/** Codes of Fastify's own errors that have a better name of ours than their status alone. */
const fastifyCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_EMPTY_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_body',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_body',
  FST_ERR_NOT_FOUND: 'not_found',
  FST_ERR_BAD_URL: 'bad_request',
};

const statusCodes: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
  503: 'overloaded',
};

/** Any thrown thing as an AppError: ours as it is, a framework's by its code or status, all else `internal`. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const { code, statusCode, status } = (thrown ?? {}) as Record<string, unknown>;
  const known = typeof code === 'string' ? fastifyCodes[code] : undefined;
  const http = [statusCode, status].find((value) => typeof value === 'number');
  if (known) return new AppError(known, { cause: thrown });
  if (http !== undefined && http >= 400 && http < 500)
    return new AppError(statusCodes[http] ?? 'bad_request', { cause: thrown });
  return new AppError('internal', { cause: thrown });
}

/** Path of a request's target, without its query. */
export const pathOf = (url: string): string => url.split('?', 1)[0] ?? '/';

/** What a problem says of its request. */
export interface ProblemRequest {
  readonly id: string;
  readonly url: string;
  readonly context: Pick<RequestContext, 'traceparent'> | undefined;
}

/** The answer for an error (RFC 9457). `instance` is the path, without its query, which may hold a token. */
export function toProblem(error: AppError, { id, url, context }: ProblemRequest): Problem {
  const { status, title } = errors[error.code];
  const { detail, fields, challenge } = error.options;
  return {
    type: `/problems/${error.code}`,
    title,
    status,
    ...(detail === undefined ? {} : { detail }),
    instance: pathOf(url),
    code: error.code,
    ...(fields === undefined ? {} : { errors: [...fields] }),
    ...(challenge === undefined ? {} : { challenge }),
    requestId: id,
    ...(context ? { traceId: traceIdOf(context.traceparent) } : {}),
  };
}
