/**
 * Every error the API can answer with: one table, from which the problem documents
 * (RFC 9457), the OpenAPI responses and the reference page are made.
 */
export interface ErrorDefinition {
  /** HTTP status of the answer. */
  readonly status: number;
  /** Short summary, safe to show to anyone; the same for every occurrence (RFC 9457 `title`). */
  readonly title: string;
  /** Level at which an occurrence is logged. */
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

const define = <const T extends Record<string, ErrorDefinition>>(table: T): T => table;

export const errors = define({
  bad_request: { status: 400, title: 'The request could not be understood', logLevel: 'info' },
  malformed_body: { status: 400, title: 'The body is not valid JSON', logLevel: 'info' },
  validation_failed: { status: 422, title: 'Some fields are not valid', logLevel: 'info' },
  unauthenticated: { status: 401, title: 'Sign in to continue', logLevel: 'info' },
  invalid_credentials: {
    status: 401,
    title: 'The name or the password is wrong',
    logLevel: 'info',
  },
  invalid_code: { status: 401, title: 'The code is wrong or has expired', logLevel: 'info' },
  challenge_expired: {
    status: 401,
    title: 'The sign-in took too long; start again',
    logLevel: 'info',
  },
  invalid_refresh_token: {
    status: 401,
    title: 'The refresh token is not valid; sign in again',
    logLevel: 'info',
  },
  invalid_token: { status: 400, title: 'The link is not valid or has expired', logLevel: 'info' },
  csrf_token_invalid: {
    status: 403,
    title: 'The CSRF token is missing or wrong',
    logLevel: 'warn',
  },
  forbidden: { status: 403, title: 'You may not do this', logLevel: 'info' },
  enrolment_required: {
    status: 403,
    title: 'Turn on a second factor to continue',
    logLevel: 'info',
  },
  registration_disabled: { status: 403, title: 'Registration is switched off', logLevel: 'info' },
  setup_completed: { status: 409, title: 'Set-up has already been done', logLevel: 'warn' },
  not_found: { status: 404, title: 'There is nothing here', logLevel: 'info' },
  method_not_allowed: { status: 405, title: 'This method is not allowed here', logLevel: 'info' },
  conflict: { status: 409, title: 'This conflicts with the present state', logLevel: 'info' },
  email_taken: { status: 409, title: 'The e-mail address is already in use', logLevel: 'info' },
  username_taken: { status: 409, title: 'The username is already in use', logLevel: 'info' },
  last_owner: { status: 409, title: 'The organization needs a BOSS', logLevel: 'info' },
  two_factor_already_enabled: {
    status: 409,
    title: 'Two-factor sign-in is already on',
    logLevel: 'info',
  },
  two_factor_not_enabled: { status: 409, title: 'Two-factor sign-in is off', logLevel: 'info' },
  precondition_failed: {
    status: 412,
    title: 'Somebody else changed this meanwhile; load it again',
    logLevel: 'info',
  },
  payload_too_large: { status: 413, title: 'The request is too large', logLevel: 'info' },
  unsupported_media_type: {
    status: 415,
    title: 'Send JSON with Content-Type: application/json',
    logLevel: 'info',
  },
  idempotency_key_in_progress: {
    status: 409,
    title: 'A request with this Idempotency-Key is still running',
    logLevel: 'info',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'This Idempotency-Key was used with another request',
    logLevel: 'warn',
  },
  weak_password: { status: 422, title: 'Choose a stronger password', logLevel: 'info' },
  too_many_requests: { status: 429, title: 'Too many requests; slow down', logLevel: 'info' },
  sign_in_delayed: {
    status: 429,
    title: 'Too many failed attempts; wait before the next one',
    logLevel: 'info',
  },
  internal: { status: 500, title: 'Something went wrong on our side', logLevel: 'error' },
  overloaded: { status: 503, title: 'Too busy; try again in a moment', logLevel: 'warn' },
  not_ready: { status: 503, title: 'The service is not ready', logLevel: 'warn' },
});

export type ErrorCode = keyof typeof errors;
