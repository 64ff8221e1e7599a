const read = (name: string): string | undefined => {
  const pair = document.cookie.split('; ').find((cookie) => cookie.startsWith(`${name}=`));
  return pair === undefined ? undefined : decodeURIComponent(pair.slice(name.length + 1));
};

const forget = (name: string): void => {
  document.cookie = `${name}=; Max-Age=0; Path=/; SameSite=Strict`;
};

/**
 * Readable half of the double-submit pair (C14). Its presence also tells that this browser may
 * hold a refresh cookie, which scripts cannot see.
 */
export const readCsrfToken = (): string | undefined => read('gh_csrf');

/** After the session's end: there is nothing left to renew, so the next start need not ask. */
export const forgetCsrfToken = (): void => forget('gh_csrf');

/** Whether what this browser is signed in to ends when it is closed; that choice is forgotten then, too. */
export const endsWithBrowser = (): boolean => read('gh_brief') !== undefined;

/** Where it ends, the server sets cookies without an age. */
export const setEndsWithBrowser = (ends: boolean): void => {
  if (ends) document.cookie = 'gh_brief=1; Path=/; SameSite=Strict';
  else forget('gh_brief');
};
