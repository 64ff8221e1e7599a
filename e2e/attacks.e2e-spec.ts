import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

const password = 'a long enough passphrase 7';
let gatehouse: RunningGatehouse;

interface Answer {
  readonly status: number;
  readonly body: Record<string, never> & { [key: string]: unknown };
  readonly headers: Headers;
}

async function call(
  method: string,
  path: string,
  options: { body?: unknown; token?: string } = {},
): Promise<Answer> {
  const response = await fetch(gatehouse.url + path, {
    method,
    headers: {
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? {} : JSON.parse(text),
  };
}

const times = <T>(count: number, work: () => Promise<T>) =>
  Promise.all(Array.from({ length: count }, work));
const statuses = (answers: readonly Answer[]) => answers.map((answer) => answer.status);

async function linkFor(email: string): Promise<string> {
  const { body } = await call('GET', `/api/v1/dev/mailbox?to=${encodeURIComponent(email)}`);
  const [newest] = body.data as unknown as { links: string[] }[];
  return new URL(newest?.links[0] ?? '').searchParams.get('token') ?? '';
}

async function register(email: string): Promise<void> {
  const body = { email, password, firstName: 'Ada', lastName: 'Byron' };
  expect((await call('POST', '/auth/register', { body })).status).toBe(202);
  const token = await linkFor(email);
  expect((await call('POST', '/auth/verify-email', { body: { token } })).status).toBe(204);
}

const signIn = (email: string, secret = password) =>
  call('POST', '/auth/login', { body: { email, password: secret } });

async function tokensOf(email: string) {
  const { body } = await signIn(email);
  return { access: String(body.accessToken), refresh: String(body.refreshToken) };
}

const totp = (secret: string) =>
  execFileSync('oathtool', ['--totp', '-b', secret]).toString().trim();

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

const send = (body: string) =>
  fetch(`${gatehouse.url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });

beforeAll(async () => {
  gatehouse = await startGatehouse();
});
afterAll(() => gatehouse.stop());

describe('one winner', () => {
  it('attack 1: of many redemptions of one confirmation link exactly one succeeds', async () => {
    const email = 'one-winner@example.com';
    await call('POST', '/auth/register', {
      body: { email, password, firstName: 'A', lastName: 'B' },
    });
    const token = await linkFor(email);
    const answers = await times(50, () => call('POST', '/auth/verify-email', { body: { token } }));
    expect(statuses(answers).filter((status) => status === 204)).toHaveLength(1);
    expect(statuses(answers).filter((status) => status === 400)).toHaveLength(49);
  });

  it('attack 2: one token refreshed 50 times at once has one child', async () => {
    await register('refresh@example.com');
    const { refresh } = await tokensOf('refresh@example.com');
    const answers = await times(50, () =>
      call('POST', '/auth/refresh', { body: { refreshToken: refresh } }),
    );
    expect(new Set(statuses(answers))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => answer.body.refreshToken)).size).toBe(1);
  });

  it('attacks 3 and 4: a lost answer can be asked for again, and reuse kills the family for good', async () => {
    await register('reuse@example.com');
    const { refresh, access } = await tokensOf('reuse@example.com');
    const exchange = async (refreshToken: string) =>
      call('POST', '/auth/refresh', { body: { refreshToken } });
    const child = String((await exchange(refresh)).body.refreshToken);
    expect((await exchange(refresh)).body.refreshToken).toBe(child);
    const grandchild = String((await exchange(child)).body.refreshToken);
    expect((await exchange(refresh)).status).toBe(401);
    expect((await exchange(grandchild)).status).toBe(401);
    expect((await call('GET', '/auth/validate', { token: access })).status).toBe(401);
  });

  it('attack 5: no more wrong codes are checked than the cap, and one code works once', async () => {
    await register('codes@example.com');
    const { access } = await tokensOf('codes@example.com');
    const { body: setup } = await call('POST', '/auth/2fa/totp/setup', { token: access });
    const secret = String(setup.secret);
    const enabled = await call('POST', '/auth/2fa/totp/enable', {
      token: access,
      body: { code: totp(secret) },
    });
    expect(enabled.body.backupCodes).toHaveLength(10);
    const { body: challenge } = await signIn('codes@example.com');
    const verify =
      (code: string, method = 'totp') =>
      () =>
        call('POST', '/auth/2fa/verify', {
          body: { tempToken: challenge.tempToken, method, code },
        });
    const wrong = await times(100, verify('000000'));
    const checked = wrong.filter((answer) => answer.body.code === 'invalid_code');
    expect(checked.length).toBeLessThanOrEqual(5);
    expect(statuses(wrong)).not.toContain(200);
    expect(statuses(wrong).every((status) => status === 401 || status === 429)).toBe(true);
  });

  it('attack 11: a token from before the second factor is dead after it', async () => {
    await register('before@example.com');
    const { access, refresh } = await tokensOf('before@example.com');
    const { body: setup } = await call('POST', '/auth/2fa/totp/setup', { token: access });
    const code = totp(String(setup.secret));
    const enabled = await call('POST', '/auth/2fa/totp/enable', { token: access, body: { code } });
    expect((await call('GET', '/auth/validate', { token: access })).status).toBe(401);
    expect((await call('POST', '/auth/refresh', { body: { refreshToken: refresh } })).status).toBe(
      401,
    );
    const fresh = String(enabled.body.accessToken);
    expect((await call('GET', '/auth/validate', { token: fresh })).status).toBe(200);
  });
});

describe('sign-in', () => {
  it('attack 8: an unknown user, a wrong password and an unconfirmed address get the same answer', async () => {
    await register('known@example.com');
    const body = { email: 'unconfirmed@example.com', password, firstName: 'A', lastName: 'B' };
    await call('POST', '/auth/register', { body });
    const answers = [
      await signIn('nobody@example.com'),
      await signIn('known@example.com', 'not the password at all'),
      await signIn('unconfirmed@example.com'),
    ].map((answer) => ({
      status: answer.status,
      code: answer.body.code,
      detail: answer.body.detail,
    }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, code: 'invalid_credentials' });
  });

  it('attack 9: parallel wrong passwords are delayed after five, and known and unknown names alike', async () => {
    const wrong = await times(20, () => signIn('stranger@example.com', 'wrong password 12345'));
    expect(wrong.filter((answer) => answer.status === 401)).toHaveLength(5);
    expect(wrong.filter((answer) => answer.status === 429)).toHaveLength(15);
    const next = await signIn('stranger@example.com');
    expect(next.body.code).toBe('sign_in_delayed');
    expect(Number(next.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('attack 13: spelling the address in another case is the same account', async () => {
    await register('Case@Example.com');
    expect((await signIn('case@EXAMPLE.com')).status).toBe(200);
  });

  it('attack 16: a password reset ends every session', async () => {
    await register('reset@example.com');
    const { access, refresh } = await tokensOf('reset@example.com');
    await call('POST', '/auth/password/forgot', { body: { email: 'reset@example.com' } });
    const token = await linkFor('reset@example.com');
    const body = { token, newPassword: 'another long passphrase 8' };
    const answers = await times(20, () => call('POST', '/auth/password/reset', { body }));
    expect(statuses(answers).filter((status) => status === 204)).toHaveLength(1);
    expect((await call('GET', '/auth/validate', { token: access })).status).toBe(401);
    expect((await call('POST', '/auth/refresh', { body: { refreshToken: refresh } })).status).toBe(
      401,
    );
  });
});

describe('tokens and requests', () => {
  it('attack 19: alg none, a foreign key id and a broken signature are refused', async () => {
    await register('tokens@example.com');
    const { access } = await tokensOf('tokens@example.com');
    const [header = '', payload = '', signature = ''] = access.split('.');
    const forged = [
      `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
      `${encode({ alg: 'EdDSA', typ: 'at+jwt', kid: 'foreign' })}.${payload}.${signature}`,
      `${encode({ alg: 'HS256', typ: 'at+jwt' })}.${payload}.${signature}`,
      `${header}.${payload}.${signature.split('').toReversed().join('')}`,
    ];
    for (const token of forged)
      expect((await call('GET', '/auth/validate', { token })).status).toBe(401);
    expect((await call('GET', '/auth/validate', { token: access })).status).toBe(200);
  });

  it('attack 20: a session that was ended is out at its next request', async () => {
    await register('revoked@example.com');
    const first = await tokensOf('revoked@example.com');
    const second = await tokensOf('revoked@example.com');
    expect((await call('POST', '/auth/logout', { token: first.access })).status).toBe(204);
    expect((await call('GET', '/auth/validate', { token: first.access })).status).toBe(401);
    expect((await call('GET', '/auth/validate', { token: second.access })).status).toBe(200);
  });

  it('attack 24: a body that names a role or a confirmed address changes nothing', async () => {
    const email = 'mass@example.com';
    const extra = { role: 'BOSS', emailVerified: true, platformRole: 'super_admin' };
    await call('POST', '/auth/register', {
      body: { email, password, firstName: 'A', lastName: 'B', ...extra },
    });
    expect((await signIn(email)).status).toBe(401);
  });

  it('attack 27: no spelling of a path walks past the guard', async () => {
    for (const path of [
      '/users',
      '//users',
      '/%75sers',
      '/users/',
      '/api/v1/%2e/users',
      '/api/v1/../v1/users',
    ]) {
      const { status } = await call('GET', path);
      expect([401, 404, 400]).toContain(status);
    }
    expect((await fetch(`${gatehouse.url}/api/v1/users`, { method: 'HEAD' })).status).toBe(401);
  });

  it('attack 30: ambiguous, deep and oversized bodies get a clear 4xx', async () => {
    const bodies = [
      '{"email":"a","email":"b"}',
      '{"__proto__":{}}',
      '['.repeat(200),
      '{',
      `["${'x'.repeat(70_000)}"]`,
    ];
    for (const body of bodies) {
      const response = await send(body);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
    }
  });
});
