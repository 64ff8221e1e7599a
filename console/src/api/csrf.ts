/**
 * Readable half of the double-submit pair (C14). Its presence also tells that this browser may
 * hold a refresh cookie, which scripts cannot see.
 */
export const readCsrfToken = (): string | undefined => {
  const pair = document.cookie.split('; ').find((cookie) => cookie.startsWith('gh_csrf='));
  return pair === undefined ? undefined : decodeURIComponent(pair.slice('gh_csrf='.length));
};
