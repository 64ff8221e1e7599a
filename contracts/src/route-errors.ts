import type { ErrorCode } from './errors.js';
import type { RouteContract } from './route.js';

type Kind = (route: RouteContract) => boolean;

const anyRoute: Kind = () => true;
const isLimited: Kind = ({ rateLimit }) => rateLimit !== 'none';
const knowsCaller: Kind = ({ access }) => access !== 'public';
const wantsEnrolled: Kind = ({ access }) => access !== 'public' && access !== 'enrolling';
const mayHaveBody: Kind = ({ method }) => method !== 'GET';
const readsJson: Kind = ({ method, upload }) => method !== 'GET' && !upload;

/** What routes of a kind can answer with, because of what stands around their handlers. */
const errorsOfKinds: readonly (readonly [is: Kind, codes: readonly ErrorCode[]])[] = [
  [anyRoute, ['bad_request', 'address_blocked', 'internal']],
  [isLimited, ['too_many_requests']],
  [({ challenge }) => challenge === true, ['challenge_required']],
  [knowsCaller, ['unauthenticated', 'forbidden']],
  [wantsEnrolled, ['enrolment_required']],
  [({ recentProof }) => recentProof !== undefined, ['reauthentication_required']],
  [({ cookie }) => cookie === true, ['csrf_token_invalid']],
  // An id that none can have.
  [({ params }) => params !== undefined, ['not_found']],
  [mayHaveBody, ['payload_too_large', 'unsupported_media_type', 'request_timeout']],
  [readsJson, ['malformed_body']],
  [({ body, query }) => body !== undefined || query !== undefined, ['validation_failed']],
  [
    ({ idempotent }) => idempotent === true,
    ['validation_failed', 'idempotency_key_in_progress', 'idempotency_key_reused'],
  ],
];

/** Every error that a route can answer with: its own, and those of all routes of its kind. */
export function errorsOf(route: RouteContract): ErrorCode[] {
  const ofItsKind = errorsOfKinds.filter(([is]) => is(route)).flatMap(([, codes]) => codes);
  return [...new Set([...route.errors, ...ofItsKind])];
}
