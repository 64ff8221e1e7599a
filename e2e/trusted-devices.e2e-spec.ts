import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password, times } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

let gatehouse: RunningGatehouse;
let api: Api;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
});
afterAll(() => gatehouse?.stop());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  api.call('POST', path, { body, headers });
const signIn = (email: string, deviceToken?: string, secret = password) =>
  post('/auth/login', { email, password: secret, ...(deviceToken ? { deviceToken } : {}) });

/** Somebody who trusts a device. */
async function owner(email: string) {
  const { access } = await api.newPerson(email);
  const { backupCodes } = await api.turnOnTotp(access);
  const { tempToken } = (await signIn(email)).body;
  const code = backupCodes.pop();
  const proof = { tempToken, method: 'backup_code', code, trustDevice: true };
  const { status, body } = await post('/auth/2fa/verify', proof);
  expect(status).toBe(200);
  const deviceToken = String(body.deviceToken);
  return { email, token: String(body.accessToken), deviceToken, backupCodes };
}
const devicesOf = async (token: string) => {
  const { body } = await api.call('GET', '/auth/trusted-devices', { token });
  return body.data as { id: string; lastUsedAt: string | null }[];
};
const claimsOf = (token: unknown): Record<string, unknown> =>
  JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString());

describe('what an organization says of trusted devices', () => {
  let email: string;
  let token: string;
  let deviceToken: string;
  let backupCodes: string[];
  const set = async (policies: object) => {
    const options = { token, body: policies };
    expect((await api.call('PUT', '/organizations/current/policies', options)).status).toBe(200);
  };
  const skips = async () => (await signIn(email, deviceToken)).body.requires2FA === undefined;
  beforeAll(async () => {
    ({ email, token, deviceToken, backupCodes } = await owner('founder@example.com'));
    const founded = await api.call('POST', '/organizations', {
      token,
      body: { name: 'Northwind' },
    });
    expect(founded.status).toBe(201);
    const path = `/organizations/${String(founded.body.id)}/switch`;
    token = String((await api.call('POST', path, { token, body: {} })).body.accessToken);
  });

  it('holds for devices that are trusted already, and is told with them', async () => {
    expect(await skips()).toBe(true);
    const age = `UPDATE identity.trusted_devices SET created_at = created_at - interval '8 days'
      WHERE user_id = (SELECT id FROM identity.users WHERE email = $1)`;
    await query(gatehouse.databaseUrl, age, [email]);
    await set({ trustedDeviceDays: 14 });
    expect(await skips()).toBe(true);
    const [{ expiresAt } = { expiresAt: '' }] = (await devicesOf(token)) as {
      expiresAt?: string;
    }[];
    const left = (Date.parse(expiresAt ?? '') - Date.now()) / 86_400_000;
    expect(left).toBeGreaterThan(5.9);
    expect(left).toBeLessThan(6.1);
    await set({ trustedDeviceDays: 7 });
    expect(await skips()).toBe(false);
    expect(await devicesOf(token)).toEqual([]);
  });

  it('forbids them with strict sessions, unless it says otherwise; a new one gets no token', async () => {
    await set({ sessions: 'strict', trustedDeviceDays: 30 });
    expect(await skips()).toBe(true);
    await set({ sessions: 'strict' });
    expect(await skips()).toBe(false);
    const { tempToken } = (await signIn(email)).body;
    const proof = { tempToken, method: 'backup_code', code: backupCodes.pop(), trustDevice: true };
    const { status, body } = await post('/auth/2fa/verify', proof);
    expect([status, body.deviceToken]).toEqual([200, undefined]);
  });

  it('holds on the way through another organization of theirs', async () => {
    const second = await api.call('POST', '/organizations', { token, body: { name: 'Lax' } });
    expect(second.status).toBe(201);
    expect(await skips()).toBe(false);
  });
});

describe('a trusted device', () => {
  it('skips the second step and not the password, and is no second factor in the token', async () => {
    const { email, deviceToken, token } = await owner('skip@example.com');
    const answer = await signIn(email, deviceToken);
    expect(claimsOf(answer.body.accessToken)).toMatchObject({
      aal: 'aal1',
      amr: ['pwd', 'device'],
    });
    expect((await signIn(email, deviceToken, 'not the password at all')).status).toBe(401);
    expect((await signIn(email)).body.requires2FA).toBe(true);
    expect(await devicesOf(token)).toMatchObject([{ lastUsedAt: expect.any(String) }]);
  });

  it('is trusted only where that was asked for', async () => {
    const { email, backupCodes } = await owner('asked@example.com');
    const { tempToken } = (await signIn(email)).body;
    const code = backupCodes.pop();
    const { body } = await post('/auth/2fa/verify', { tempToken, method: 'backup_code', code });
    expect(body.deviceToken).toBeUndefined();
  });

  it("is worth nothing for somebody else's account", async () => {
    const { deviceToken } = await owner('mine@example.com');
    const { email } = await owner('yours@example.com');
    expect((await signIn(email, deviceToken)).body.requires2FA).toBe(true);
  });

  it('of a browser is kept in a cookie that scripts cannot read', async () => {
    const { email, backupCodes } = await owner('browser@example.com');
    const { tempToken } = (await signIn(email)).body;
    const code = backupCodes.pop();
    const proof = { tempToken, method: 'backup_code', code, trustDevice: true, delivery: 'cookie' };
    const { body, headers } = await post('/auth/2fa/verify', proof);
    expect(body.deviceToken).toBeUndefined();
    const cookie = headers.getSetCookie().find((one) => one.startsWith('gh_trusted=')) ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).toMatch(/Max-Age=2592000/);
    const [pair = ''] = cookie.split(';');
    const again = await post('/auth/login', { email, password }, { cookie: pair });
    expect(again.body.accessToken).toBeDefined();
  });

  it('gets in while a stranger delays the account, and is delayed by its own failures alone (attacks 9 and 10)', async () => {
    const { email, deviceToken } = await owner('stranger@example.com');
    const wrong = 'not the password at all';
    await times(6, () => signIn(email, undefined, wrong));
    expect((await signIn(email)).status).toBe(429);
    expect((await signIn(email, deviceToken)).status).toBe(200);
    await times(6, () => signIn(email, deviceToken, wrong));
    expect((await signIn(email, deviceToken)).status).toBe(429);
  });

  it('is revoked, one or all, and then asked for the second factor', async () => {
    const { email, token, deviceToken } = await owner('revoke@example.com');
    const [device] = await devicesOf(token);
    const id = device?.id ?? '';
    const revoke = (path: string) => api.call('DELETE', `/auth/trusted-devices${path}`, { token });
    expect((await revoke(`/${id}`)).status).toBe(204);
    expect((await revoke(`/${id}`)).status).toBe(404);
    expect((await signIn(email, deviceToken)).body.requires2FA).toBe(true);
    expect((await revoke('')).status).toBe(204);
  });
});

describe('no device is trusted any longer', () => {
  const next = 'another long passphrase 8';

  it('after a changed password', async () => {
    const { email, token, deviceToken } = await owner('changed@example.com');
    const change = { currentPassword: password, newPassword: next };
    await api.call('POST', '/auth/password/change', { token, body: change });
    expect((await signIn(email, deviceToken, next)).body.requires2FA).toBe(true);
  });

  it('after a reset by mail (attack 15)', async () => {
    const { email, deviceToken } = await owner('reset@example.com');
    await post('/auth/password/forgot', { email });
    const token = await api.linkFor(email);
    expect((await post('/auth/password/reset', { token, newPassword: next })).status).toBe(204);
    expect((await signIn(email, deviceToken, next)).body.requires2FA).toBe(true);
  });
});
