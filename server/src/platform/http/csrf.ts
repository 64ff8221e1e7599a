import './fastify-types.js';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/error.js';
import { equalSecrets } from '../../kernel/secret.js';

/** Cookies of a signed-in browser: the refresh token (HttpOnly), and the CSRF token that scripts read. */
export const refreshCookie = 'gh_refresh';
export const csrfCookie = 'gh_csrf';
/** Set by a page where its browser is to stay signed in no longer than it is open. */
export const briefCookie = 'gh_brief';
/** Cookie that a browser is known again by at its next sign-in; it opens nothing. */
export const deviceCookie = 'gh_device';

/** The cookies that a browser sent. */
export const cookiesOf = ({
  headers,
  server,
}: FastifyRequest): Record<string, string | undefined> =>
  headers.cookie === undefined ? {} : server.parseCookie(headers.cookie);

/**
 * Double-submit check (C14): a request that the refresh cookie authenticates must repeat the CSRF
 * cookie in `X-CSRF-Token`, which another site cannot read.
 * @throws AppError `csrf_token_invalid`
 */
export function checkCsrf(request: FastifyRequest): void {
  const { [refreshCookie]: refresh, [csrfCookie]: expected } = cookiesOf(request);
  if (refresh === undefined || sendsTokenItself(request)) return;
  const sent = request.headers['x-csrf-token'];
  if (expected === undefined || typeof sent !== 'string' || !equalSecrets(expected, sent))
    throw new AppError('csrf_token_invalid');
}

function sendsTokenItself(request: FastifyRequest): boolean {
  const body = request.body as { refreshToken?: unknown } | null | undefined;
  return typeof body?.refreshToken === 'string';
}
