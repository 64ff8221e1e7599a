/**
 * Readable half of the double-submit pair (C14). Its presence also tells that this browser may
 * hold a refresh cookie, which scripts cannot see.
 */
export const readCsrfToken = (): string | undefined => {
  const pair = document.cookie.split('; ').find((cookie) => cookie.startsWith('gh_csrf='));
  return pair === undefined ? undefined : decodeURIComponent(pair.slice('gh_csrf='.length));
};

/** After the session's end: there is nothing left to renew, so the next start need not ask. */
export const forgetCsrfToken = (): void => {
  document.cookie = 'gh_csrf=; Max-Age=0; Path=/; SameSite=Strict';
};
