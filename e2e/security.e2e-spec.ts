import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { errors } from '@gatehouse/contracts/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../server/test/harness/database.js';
import { Api, password } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { launchGatehouse } from './harness/launch.js';

let gatehouse: RunningGatehouse;
beforeAll(async () => {
  gatehouse = await startGatehouse();
});
afterAll(() => gatehouse.stop());

const send = (method: string, path: string) => fetch(gatehouse.url + path, { method });

describe('HTTP', () => {
  it('explains every error code where the type of a problem leads to', async () => {
    for (const [code, { title }] of Object.entries(errors)) {
      const answer = await send('GET', `/problems/${code}`);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain(title);
    }
    expect((await send('GET', '/problems/constructor')).status).toBe(404);
  });

  it.each([
    ['PUT', '/auth/login', 'POST'],
    ['POST', '/api/v1/users/018f4b3c-0000-7000-8000-000000000000', 'DELETE, GET, HEAD, PATCH'],
  ])('answers %s %s with the methods that the path has', async (method, path, allowed) => {
    const answer = await send(method, path);
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allowed);
    expect(await answer.json()).toMatchObject({ code: 'method_not_allowed' });
  });

  it('answers 404 for a path that is none, whatever the method', async () => {
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect((await send(method, '/api/v1/nothing')).status).toBe(404);
  });

  it('sets the security headers of pages on pages, and of an API on its answers', async () => {
    const page = await fetch(`${gatehouse.url}/`, { headers: { accept: 'text/html' } });
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    const api = await send('GET', '/api/v1/setup/status');
    expect(api.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(api.headers.get('x-content-type-options')).toBe('nosniff');
    expect(api.headers.get('cache-control')).toBe('no-store');
  });
});

describe('cookies of a browser', () => {
  /** The cookies that an answer set, by name. */
  const cookiesOf = (answer: Response) =>
    new Map(
      answer.headers.getSetCookie().map((line): [string, string] => {
        const [pair = ''] = line.split(';');
        return [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      }),
    );
  const refreshWith = (
    cookies: ReadonlyMap<string, string>,
    headers: Record<string, string> = {},
  ) =>
    fetch(`${gatehouse.url}/api/v1/auth/refresh`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...headers,
      },
      body: '{}',
    });

  it('keep the refresh token from scripts, and serve only whoever repeats the CSRF token', async () => {
    const api = new Api(gatehouse.url);
    await api.register('cookies@example.com');
    const signedIn = await fetch(`${gatehouse.url}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'cookies@example.com', password, delivery: 'cookie' }),
    });
    expect(signedIn.headers.getSetCookie()).toContainEqual(
      expect.stringMatching(/^gh_refresh=.+HttpOnly.*SameSite=Strict/),
    );
    expect(await signedIn.json()).toMatchObject({ refreshToken: '' });
    const cookies = cookiesOf(signedIn);
    expect((await refreshWith(cookies)).status).toBe(403);
    expect((await refreshWith(cookies, { 'x-csrf-token': 'x'.repeat(43) })).status).toBe(403);
    const csrf = { 'x-csrf-token': cookies.get('gh_csrf') ?? '' };
    const refreshed = await refreshWith(cookies, csrf);
    expect(refreshed.status).toBe(200);
    expect(cookiesOf(refreshed).get('gh_refresh')).not.toBe(cookies.get('gh_refresh'));
  });

  it('outlive the browser, unless its page asked for no more: then those of a refresh do not either', async () => {
    const api = new Api(gatehouse.url);
    await api.register('brief@example.com');
    const signIn = (headers: Record<string, string> = {}) =>
      fetch(`${gatehouse.url}/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ email: 'brief@example.com', password, delivery: 'cookie' }),
      });
    const ages = (answer: Response) =>
      answer.headers
        .getSetCookie()
        .filter((line) => /^gh_(?:refresh|csrf)=/.test(line))
        .map((line) => /Max-Age/.test(line));
    expect(ages(await signIn())).toEqual([true, true]);
    const brief = await signIn({ cookie: 'gh_brief=1' });
    expect(ages(brief)).toEqual([false, false]);
    const cookies = cookiesOf(brief);
    const csrf = { 'x-csrf-token': cookies.get('gh_csrf') ?? '' };
    const refreshed = await refreshWith(new Map([...cookies, ['gh_brief', '1']]), csrf);
    expect(refreshed.status).toBe(200);
    expect(ages(refreshed)).toEqual([false, false]);
  });
});

describe('behind HTTPS', () => {
  it('browsers are told to stay with it, and cookies go over nothing else', async () => {
    const database = await createTestDatabase();
    const data = await mkdtemp(path.join(tmpdir(), 'gatehouse-https-'));
    const environment = { DATABASE_URL: database.url, PUBLIC_URL: 'https://gate.example.com' };
    const secure = await launchGatehouse({ data, ready: /Gatehouse is ready/, environment });
    try {
      const api = new Api(secure.url);
      await api.newPerson('https@example.com');
      for (const page of ['/', '/api/v1/setup/status'])
        expect((await fetch(secure.url + page)).headers.get('strict-transport-security')).toBe(
          'max-age=31536000; includeSubDomains',
        );
      const body = { email: 'https@example.com', password, delivery: 'cookie' };
      const { headers } = await api.call('POST', '/auth/login', { body });
      const cookies = headers.getSetCookie();
      expect(cookies.length).toBeGreaterThan(0);
      for (const cookie of cookies) expect(cookie).toMatch(/; Secure(;|$)/);
    } finally {
      await secure.stop();
      await database.drop();
      await rm(data, { recursive: true, force: true });
    }
  });

  it('plain HTTP on this machine promises nothing of the kind (negative control)', async () => {
    expect((await send('GET', '/')).headers.get('strict-transport-security')).toBeNull();
  });
});

describe('other origins', () => {
  const ask = (url: string, origin: string, method = 'OPTIONS') =>
    fetch(`${url}/api/v1/setup/status`, {
      method,
      headers: { origin, 'access-control-request-method': 'GET' },
    });

  it('are refused unless they are listed', async () => {
    const none = await ask(gatehouse.url, 'https://app.example.com', 'GET');
    expect(none.headers.get('access-control-allow-origin')).toBeNull();
    const listing = await startGatehouse({ GATEHOUSE_CORS_ORIGINS: 'https://app.example.com' });
    try {
      const listed = await ask(listing.url, 'https://app.example.com');
      expect(listed.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
      expect(listed.headers.get('access-control-allow-credentials')).toBeNull();
      const other = await ask(listing.url, 'https://evil.example.com', 'GET');
      expect(other.headers.get('access-control-allow-origin')).toBeNull();
    } finally {
      await listing.stop();
    }
  });
});

describe('compression', () => {
  const encodingOf = async (path: string) =>
    (await fetch(gatehouse.url + path, { headers: { 'accept-encoding': 'br' } })).headers.get(
      'content-encoding',
    );

  it('is for what is large, and never for answers that hold a token', async () => {
    expect(await encodingOf('/api/openapi.json')).toBe('br');
    expect(await encodingOf('/api/v1/setup/status')).toBeNull();
    const signedIn = await fetch(`${gatehouse.url}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-encoding': 'br' },
      body: JSON.stringify({ email: 'cookies@example.com', password }),
    });
    expect(signedIn.status).toBe(200);
    expect(signedIn.headers.get('content-encoding')).toBeNull();
  });
});
