import { define } from './error-definition.js';
import { organizationErrors } from './identity/errors/organization-errors.js';

/**
 * Every error the API can answer with: one table, from which the problem documents
 * (RFC 9457), the OpenAPI responses and the reference page are made.
 */
export const errors = define({
  bad_request: {
    status: 400,
    title: 'The request could not be understood',
    advice: 'Check the address, the headers and the framing of the request against the API page.',
    logLevel: 'info',
  },
  malformed_body: {
    status: 400,
    title: 'The body is not valid JSON',
    advice:
      'Send one JSON value (RFC 8259) without duplicate keys, nested no deeper than 20 levels.',
    logLevel: 'info',
  },
  validation_failed: {
    status: 422,
    title: 'Some fields are not valid',
    advice:
      '`errors` names each field by a JSON pointer and says what it must be. Correct them and send again.',
    logLevel: 'info',
  },
  unauthenticated: {
    status: 401,
    title: 'Sign in to continue',
    advice:
      'Send a valid access token as `Authorization: Bearer`. An expired one is renewed at `POST /auth/refresh`.',
    logLevel: 'info',
  },
  invalid_credentials: {
    status: 401,
    title: 'The name or the password is wrong',
    advice:
      'Check the name and the password. Somebody who has just registered confirms the address first.',
    logLevel: 'info',
  },
  invalid_code: {
    status: 401,
    title: 'The code is wrong or has expired',
    advice: 'Enter the present code. Codes from an app change every 30 seconds; each works once.',
    logLevel: 'info',
  },
  invalid_passkey: {
    status: 401,
    title: 'The passkey was not accepted',
    advice:
      'Try again, or use another way to sign in. A passkey that was removed here can be removed from the device too.',
    logLevel: 'info',
  },
  challenge_expired: {
    status: 401,
    title: 'The sign-in took too long; start again',
    advice: 'Sign in again with name and password.',
    logLevel: 'info',
  },
  invalid_refresh_token: {
    status: 401,
    title: 'The refresh token is not valid; sign in again',
    advice: 'Sign in again. If the token was used before, the session was ended for safety.',
    logLevel: 'info',
  },
  invalid_token: {
    status: 400,
    title: 'The link is not valid or has expired',
    advice: 'Ask for a new link. Each link works once and for a limited time.',
    logLevel: 'info',
  },
  csrf_token_invalid: {
    status: 403,
    title: 'The CSRF token is missing or wrong',
    advice: 'Repeat the `gh_csrf` cookie in the `X-CSRF-Token` header.',
    logLevel: 'warn',
  },
  forbidden: {
    status: 403,
    title: 'You may not do this',
    advice: 'Ask somebody of the organization whose role allows it.',
    logLevel: 'info',
  },
  reauthentication_required: {
    status: 403,
    title: 'Confirm again that it is you',
    advice:
      'The change is a sensitive one and the last proof too old: `POST /auth/step-up`, then send the request again with the new token.',
    logLevel: 'info',
  },
  address_blocked: {
    status: 403,
    title: 'Requests from your address are refused',
    advice:
      'Too many sign-ins failed from the address, or staff blocked it. Wait as long as `Retry-After` says; where there is none, ask whoever runs Gatehouse.',
    logLevel: 'debug',
  },
  password_missing: {
    status: 409,
    title: 'Your address is confirmed, and your account has no password yet',
    advice:
      'Somebody registered with the address several times, so that nobody knows whose password is right. Choose one by the link in the mail that was just sent.',
    logLevel: 'info',
  },
  own_address: {
    status: 409,
    title: 'The range holds your own address, or the machine itself',
    advice: 'Send `confirm: true` if you mean it: you are locked out at your next request.',
    logLevel: 'info',
  },
  network_allowed: {
    status: 409,
    title: 'These addresses are on the list of those that are never blocked',
    advice: 'Take them off `GET /security/allowed-networks` first.',
    logLevel: 'info',
  },
  already_blocked: {
    status: 409,
    title: 'A wider range that holds these addresses is blocked already',
    advice: 'Lift that block first, or leave it.',
    logLevel: 'info',
  },
  enrolment_required: {
    status: 403,
    title: 'Turn on a second factor to continue',
    advice: 'The role asks for a second factor: turn one on, then sign in with it.',
    logLevel: 'info',
  },
  registration_disabled: {
    status: 403,
    title: 'Registration is switched off',
    advice: 'Ask an administrator for an account.',
    logLevel: 'info',
  },
  provider_sign_in_failed: {
    status: 401,
    title: 'The sign-in with the other account did not work; start again',
    advice:
      'Begin again, and finish within ten minutes in the same browser. Each answer of a provider works once.',
    logLevel: 'info',
  },
  provider_domain_not_allowed: {
    status: 403,
    title: 'The other account has no address of an allowed domain',
    advice: 'Sign in elsewhere with an account of an allowed domain, or in another way.',
    logLevel: 'info',
  },
  provider_email_unverified: {
    status: 403,
    title: 'The other account has no confirmed e-mail address',
    advice: 'Confirm the address with the provider, or register with a password.',
    logLevel: 'info',
  },
  account_not_connected: {
    status: 409,
    title: 'This address has an account that is not connected to the other one',
    advice: 'Sign in as usual, then connect the other account on the security page.',
    logLevel: 'info',
  },
  connection_taken: {
    status: 409,
    title: 'The other account is connected already',
    advice: 'Disconnect it where it is connected first.',
    logLevel: 'info',
  },
  last_sign_in_method: {
    status: 409,
    title: 'This is the last way to sign in to the account',
    advice: 'Choose a password by a reset mail, add a passkey, or connect another account first.',
    logLevel: 'info',
  },
  address_not_allowed: {
    status: 422,
    title: 'Webhooks are not sent to this address',
    advice:
      'Use an https:// address that is reachable from the internet. Whoever runs Gatehouse can allow ranges of a private network with GATEHOUSE_WEBHOOK_ALLOWED_RANGES.',
    logLevel: 'info',
  },
  unknown_event_type: {
    status: 422,
    title: 'There is no such type of event',
    advice: 'GET /webhooks/event-types lists them all.',
    logLevel: 'info',
  },
  magic_link_disabled: {
    status: 403,
    title: 'Signing in by a link is switched off',
    advice: 'Sign in with the password. GATEHOUSE_MAGIC_LINK switches links on.',
    logLevel: 'info',
  },
  sign_in_method_not_allowed: {
    status: 403,
    title: 'Your organization does not allow this way to sign in',
    advice: '`detail` names the ways that it allows.',
    logLevel: 'info',
  },
  sign_in_methods_lock_out: {
    status: 409,
    title: 'You could not sign in yourself',
    advice:
      'Allow a way by which you can sign in: a password, a passkey, a connected account, or links where they are installed.',
    logLevel: 'info',
  },
  accepted_factors_lock_out: {
    status: 409,
    title: 'Your own second factor would not count',
    advice:
      'Turn on a second factor that you accept from your own role, a passkey for one, then change the policy.',
    logLevel: 'info',
  },
  setup_completed: {
    status: 409,
    title: 'Set-up has already been done',
    advice: "Sign in with the owner's account.",
    logLevel: 'warn',
  },
  not_found: {
    status: 404,
    title: 'There is nothing here',
    advice: 'Check the address and the id. What one may not see answers the same.',
    logLevel: 'info',
  },
  method_not_allowed: {
    status: 405,
    title: 'This method is not allowed here',
    advice: 'The `Allow` header names the methods that this address has.',
    logLevel: 'info',
  },
  conflict: {
    status: 409,
    title: 'This conflicts with the present state',
    advice: 'Load the present state and decide again.',
    logLevel: 'info',
  },
  email_taken: {
    status: 409,
    title: 'The e-mail address is already in use',
    advice: 'Use another address, or sign in with this one.',
    logLevel: 'info',
  },
  too_many_addresses: {
    status: 409,
    title: 'The account has as many e-mail addresses as it may have',
    advice: 'Remove one of them first.',
    logLevel: 'info',
  },
  username_taken: {
    status: 409,
    title: 'The username is already in use',
    advice: 'Choose another username.',
    logLevel: 'info',
  },
  ...organizationErrors,
  unknown_recipient: {
    status: 422,
    title: 'Somebody among the recipients does not belong to the organization',
    advice: 'Notify only people whom GET /users lists.',
    logLevel: 'info',
  },
  unknown_template: {
    status: 422,
    title: 'There is no such template to send',
    advice: 'Ask the staff of the installation for a template, or send plain text.',
    logLevel: 'info',
  },
  template_name_taken: {
    status: 409,
    title: 'There is a template of this name',
    advice: 'Choose another name, or make a new version of that template.',
    logLevel: 'info',
  },
  last_owner: {
    status: 409,
    title: 'The organization needs a BOSS',
    advice: 'Give the role BOSS to somebody else first, or close the organization.',
    logLevel: 'info',
  },
  last_super_admin: {
    status: 409,
    title: 'The installation needs a super admin',
    advice: 'Appoint somebody else as super_admin first.',
    logLevel: 'info',
  },
  last_factor: {
    status: 409,
    title: 'Your role needs a second factor',
    advice: 'Turn another second factor on first.',
    logLevel: 'info',
  },
  two_factor_not_enabled: {
    status: 409,
    title: 'Two-factor sign-in is off',
    advice: 'Turn it on first.',
    logLevel: 'info',
  },
  precondition_failed: {
    status: 412,
    title: 'Somebody else changed this meanwhile; load it again',
    advice: 'Load it again, and send the change with the new `ETag` in `If-Match`.',
    logLevel: 'info',
  },
  request_timeout: {
    status: 408,
    title: 'The request took too long to arrive',
    advice:
      'Send it again, over a better connection. GATEHOUSE_REQUEST_SECONDS and GATEHOUSE_UPLOAD_STALL_SECONDS say how long is waited.',
    logLevel: 'info',
  },
  payload_too_large: {
    status: 413,
    title: 'The request is too large',
    advice: 'Send less. GATEHOUSE_BODY_LIMIT sets the largest JSON body.',
    logLevel: 'info',
  },
  headers_too_large: {
    status: 431,
    title: 'The headers of the request are too large',
    advice: 'Send less than 16 KiB of them: cookies of other applications may take the room.',
    logLevel: 'info',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Send JSON with Content-Type: application/json',
    advice: 'Send JSON with the header `Content-Type: application/json`.',
    logLevel: 'info',
  },
  idempotency_key_in_progress: {
    status: 409,
    title: 'A request with this Idempotency-Key is still running',
    advice: 'Wait a second and send the same request again.',
    logLevel: 'info',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'This Idempotency-Key was used with another request',
    advice: 'Use a new key for every new request; a repeated one must be the same.',
    logLevel: 'warn',
  },
  password_expired: {
    status: 403,
    title: 'The password is too old; choose a new one by the mail that we have sent',
    advice:
      'An organization of the person asks for a new password after some days. The link is in the mail to the primary address; `POST /auth/password/forgot` sends another.',
    logLevel: 'info',
  },
  weak_password: {
    status: 422,
    title: 'Choose a stronger password',
    advice: '`detail` says what is wrong with it. Length counts more than signs.',
    logLevel: 'info',
  },
  challenge_required: {
    status: 403,
    title: 'Some work has to be done first',
    advice:
      'Solve `challenge`: find the number from 0 to `max` that written behind `salt` has the SHA-256 digest `target`, and send the call again with `X-Challenge-Solution: salt.number.signature`, within five minutes.',
    logLevel: 'info',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests; slow down',
    advice: 'Wait as long as `Retry-After` says.',
    logLevel: 'info',
  },
  sign_in_delayed: {
    status: 429,
    title: 'Too many failed attempts; wait before the next one',
    advice: 'Wait as long as `Retry-After` says. A reset by mail does not shorten it.',
    logLevel: 'info',
  },
  internal: {
    status: 500,
    title: 'Something went wrong on our side',
    advice: 'Send the request again later. If it stays, give the operator the `requestId`.',
    logLevel: 'error',
  },
  message_not_sent: {
    status: 503,
    title: 'The message could not be sent',
    advice: 'Try again in a minute, or use another method.',
    logLevel: 'warn',
  },
  overloaded: {
    status: 503,
    title: 'Too busy; try again in a moment',
    advice: 'Send the request again after `Retry-After` seconds.',
    logLevel: 'warn',
  },
  provider_unavailable: {
    status: 503,
    title: 'The provider of the other account cannot be reached; nothing was changed',
    advice: 'Begin again in a moment, or sign in another way.',
    logLevel: 'warn',
  },
});

export type ErrorCode = keyof typeof errors;
