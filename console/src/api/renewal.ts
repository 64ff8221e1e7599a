import { type Client, createClient, ProblemError } from '@gatehouse/client';
import { forgetCsrfToken, readCsrfToken } from './cookies';
import { session } from './session';
import { announce } from './tabs';

const client = createClient({ baseUrl: '' });
const timeout = 15_000;

/** Only these say that the session is gone. 429, 503 and a dead line say nothing about it (attack 22). */
const isEnd = (error: unknown): boolean =>
  error instanceof ProblemError &&
  (error.code === 'invalid_refresh_token' || error.code === 'unauthenticated');

const sendRefresh = async (): Promise<boolean> => {
  const csrfToken = readCsrfToken();
  if (csrfToken === undefined) {
    session.drop(session.get().status === 'signed_in');
    return false;
  }
  try {
    const pair = await client.signIn.refresh({
      body: {},
      headers: { 'x-csrf-token': csrfToken },
      signal: AbortSignal.timeout(timeout),
    });
    session.hold(pair);
    return true;
  } catch (error) {
    // Another tab may have signed in or out meanwhile, and the cookies with it.
    if (error instanceof ProblemError && error.code === 'csrf_token_invalid') {
      if (readCsrfToken() !== csrfToken) return sendRefresh();
    } else if (!isEnd(error)) {
      throw error;
    }
    forgetCsrfToken();
    session.drop(true);
    announce({ type: 'ended' });
    return false;
  }
};

/**
 * The refresh token rotates and all tabs share its cookie: one renewal at a time, over all tabs.
 * Without Web Locks (plain HTTP on another host than localhost) the server's grace for the
 * preceding token covers the race.
 */
const oneAtATime = async <T>(work: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? navigator.locks.request('gatehouse.renewal', work) : work();

let running: Promise<boolean> | undefined;

/**
 * What was begun in another's name must not go on in one's own: the page starts afresh, and takes
 * up the session that the browser holds.
 */
const stopActing = (): Promise<boolean> => {
  location.assign('/people');
  return Promise.resolve(false);
};

/**
 * Exchanges the cookie for a new access token. False: the session is over.
 * @throws ProblemError or ConnectionError when that cannot be told now; the session stays
 */
export const renew = (): Promise<boolean> => {
  const state = session.get();
  if (state.status === 'signed_in' && state.acting) return stopActing();
  running ??= oneAtATime(sendRefresh).finally(() => {
    running = undefined;
  });
  return running;
};

/** At the start of a tab: takes up the session that the browser holds, if it holds one. */
export const restore = async (): Promise<void> => {
  if (session.get().status === 'unknown') await renew();
};

/** Token for a call: renewed first where it is about to end. */
export const accessToken = async (): Promise<string | undefined> => {
  const state = session.get();
  if (state.status === 'signed_out') return undefined;
  if (state.status === 'unknown' || Date.now() >= state.renewAt) await renew();
  const fresh = session.get();
  return fresh.status === 'signed_in' ? fresh.accessToken : undefined;
};

/**
 * Sends a call that answers with another session's cookie: like a renewal, one at a time over all
 * tabs, so that none renews the session that is about to end.
 */
export const replaceSession = async <T>(call: (once: Client) => Promise<T>): Promise<T> => {
  const token = await accessToken();
  return oneAtATime(() => call(createClient({ baseUrl: '', accessToken: () => token })));
};
