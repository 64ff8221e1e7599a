import type { RouteContract } from '@gatehouse/contracts/route';

type Json = Record<string, unknown>;

const text = (description: string): Json => ({ description, schema: { type: 'string' } });

/** Headers of answers, by name, as components of the document. */
export const responseHeaders: Json = {
  ETag: text('Version of what is answered, for `If-Match`.'),
  Link: text('Where the list goes on (RFC 8288, `rel="next"`); left out on the last page.'),
  'Idempotent-Replayed': text('`true` where the answer is of an earlier request with the key.'),
  RateLimit: text('What is left of the limit, and the seconds until it is whole again.'),
  'RateLimit-Policy': text('The limit: calls and seconds.'),
  'Retry-After': {
    description: 'Seconds after which trying again makes sense.',
    schema: { type: 'integer' },
  },
};

const named = (names: readonly string[]): Json =>
  names.length === 0
    ? {}
    : {
        headers: Object.fromEntries(
          names.map((name) => [name, { $ref: `#/components/headers/${name}` }]),
        ),
      };

/** What a success of a route carries beside its body. */
export const headersOfSuccess = (route: RouteContract): Json =>
  named([
    ...(route.errors.includes('precondition_failed') ? ['ETag'] : []),
    ...(route.query && 'cursor' in route.query.shape ? ['Link'] : []),
    ...(route.idempotent ? ['Idempotent-Replayed'] : []),
    ...(route.rateLimit === 'none' ? [] : ['RateLimit', 'RateLimit-Policy']),
  ]);

/** Statuses that say when to come back. */
const passing = [429, 503];

/** What a failure carries beside its problem document. */
export const headersOfFailure = (status: number): Json =>
  named(passing.includes(status) ? ['Retry-After'] : []);
