import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const problem = (code: string, status: number, headers: Record<string, string> = {}) =>
  new Response(
    JSON.stringify({ type: '', title: code, status, instance: '/', code, requestId: 'r' }),
    { status, headers },
  );
const pair = (accessToken: string, expiresIn = 900) =>
  new Response(JSON.stringify({ accessToken, refreshToken: '', tokenType: 'Bearer', expiresIn }));

let answers: (Response | Error)[] = [];
let sent: Headers[] = [];
const browser = { cookie: '' };

/** No other tabs. */
class SilentChannel extends EventTarget {
  postMessage() {
    return undefined;
  }
}

/** A new tab: modules with nothing in memory. */
const openTab = async () => {
  vi.resetModules();
  const [{ session }, renewal] = await Promise.all([import('./session'), import('./renewal')]);
  return { session, ...renewal };
};

beforeEach(() => {
  answers = [];
  sent = [];
  browser.cookie = 'theme=dark; gh_csrf=csrf-1';
  vi.stubGlobal('document', browser);
  vi.stubGlobal('BroadcastChannel', SilentChannel);
  vi.stubGlobal('fetch', (_address: string, init: RequestInit) => {
    sent.push(new Headers(init.headers));
    const answer = answers.shift() ?? new Error('nothing left to answer');
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the session of a tab', () => {
  it('is taken up from the cookie, with the CSRF token repeated', async () => {
    const tab = await openTab();
    answers = [pair('token-1')];
    await tab.restore();
    expect(sent[0]?.get('x-csrf-token')).toBe('csrf-1');
    expect(await tab.accessToken()).toBe('token-1');
  });

  it('asks nothing of the server where the browser holds no session', async () => {
    browser.cookie = '';
    const tab = await openTab();
    await tab.restore();
    expect(sent).toEqual([]);
    expect(tab.session.get()).toEqual({ status: 'signed_out', ended: false });
  });

  it('is renewed once for any number of calls at the same time', async () => {
    const tab = await openTab();
    answers = [pair('token-1')];
    const tokens = await Promise.all([tab.accessToken(), tab.accessToken(), tab.accessToken()]);
    expect(tokens).toEqual(['token-1', 'token-1', 'token-1']);
    expect(sent).toHaveLength(1);
  });

  it('is renewed before the token ends, so that no call is refused for it', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const tab = await openTab();
    answers = [pair('token-1', 900), pair('token-2')];
    expect(await tab.accessToken()).toBe('token-1');
    vi.advanceTimersByTime(869_000);
    expect(await tab.accessToken()).toBe('token-1');
    vi.advanceTimersByTime(2000);
    expect(await tab.accessToken()).toBe('token-2');
  });

  it('ends when the server refuses the refresh token, and is not asked for again', async () => {
    const tab = await openTab();
    answers = [problem('invalid_refresh_token', 401)];
    expect(await tab.renew()).toBe(false);
    expect(tab.session.get()).toEqual({ status: 'signed_out', ended: true });
    expect(browser.cookie).toContain('gh_csrf=; Max-Age=0');
  });
});

describe('attack 22: a rate-limited session check does not sign the browser out', () => {
  it.each([
    ['429', () => problem('too_many_requests', 429, { 'retry-after': '7' })],
    ['503', () => problem('overloaded', 503)],
    ["a proxy's 502", () => new Response('<h1>Bad Gateway</h1>', { status: 502 })],
    ['no answer at all', () => new TypeError('fetch failed')],
  ])('%s keeps the session, and the next renewal takes it up', async (_name, answer) => {
    const tab = await openTab();
    answers = [pair('token-1'), answer(), pair('token-2')];
    await tab.renew();
    await expect(tab.renew()).rejects.toThrow();
    expect(tab.session.get()).toMatchObject({ status: 'signed_in', accessToken: 'token-1' });
    expect(await tab.renew()).toBe(true);
    expect(await tab.accessToken()).toBe('token-2');
  });

  it('at the start of a tab it leaves the question open', async () => {
    const tab = await openTab();
    answers = [problem('too_many_requests', 429)];
    await expect(tab.restore()).rejects.toThrow('too_many_requests');
    expect(tab.session.get()).toEqual({ status: 'unknown' });
  });
});
