import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password, statuses, times, totp } from './harness/api.js';
import { longDelays, type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

let gatehouse: RunningGatehouse;
let api: Api;
let boss: string;

beforeAll(async () => {
  gatehouse = await startGatehouse(longDelays);
  api = new Api(gatehouse.url);
  boss = (await api.setUp(gatehouse.setupUrl, 'boss@example.com')).access;
});
afterAll(() => gatehouse?.stop());

/** Adds an authenticator app. @returns the token of the new session and the secret. */
async function add(token: string, name: string) {
  const { body: setup } = await api.call('POST', '/auth/2fa/totp/setup', { token });
  const secret = String(setup.secret);
  const body = { code: totp(secret), name };
  const enabled = await api.call('POST', '/auth/2fa/totp/enable', { token, body });
  expect(enabled.status).toBe(200);
  return {
    token: String(enabled.body.accessToken),
    secret,
    backupCodes: enabled.body.backupCodes as string[],
  };
}
const listOf = async (token: string) => {
  const { body } = await api.call('GET', '/auth/2fa/totp', { token });
  return body.data as { id: string; name: string; lastUsedAt: string | null }[];
};
const remove = (token: string, id: string | undefined) =>
  api.call('DELETE', `/auth/2fa/totp/${id}`, { token });

describe('several authenticator apps', () => {
  it('are named, listed and renamed, and only the first brings backup codes', async () => {
    const { access } = await api.newPerson('several@example.com');
    const first = await add(access, 'Phone');
    const second = await add(first.token, 'Tablet');
    expect([first.backupCodes.length, second.backupCodes.length]).toEqual([10, 0]);
    expect((await api.validate(first.token)).status).toBe(401);
    const { token } = second;
    const [tablet, phone] = await listOf(token);
    expect([tablet?.name, phone?.name]).toEqual(['Tablet', 'Phone']);
    const body = { name: 'Old phone' };
    const renamed = await api.call('PATCH', `/auth/2fa/totp/${phone?.id}`, { token, body });
    expect(renamed.body.name).toBe('Old phone');
  });

  it('one is removed, and only its codes stop working', async () => {
    const { access } = await api.newPerson('one@example.com');
    const { token: before } = await add(access, 'Phone');
    const { token } = await add(before, 'Tablet');
    const [tablet] = await listOf(token);
    expect((await remove(token, tablet?.id)).status).toBe(204);
    expect((await remove(token, tablet?.id)).status).toBe(404);
    expect(await listOf(token)).toMatchObject([{ name: 'Phone' }]);
    expect((await api.signIn('one@example.com')).body.requires2FA).toBe(true);
  });

  it('of removals at once, one factor is left to somebody whose role requires one (attack 7)', async () => {
    const { token: before } = await add(boss, 'Phone');
    const { token } = await add(before, 'Tablet');
    const apps = await listOf(token);
    const answers = await times(apps.length, (index) => remove(token, apps[index]?.id));
    expect(statuses(answers).toSorted((a, b) => a - b)).toEqual([204, 409]);
    const [left] = await listOf(token);
    expect((await remove(token, left?.id)).body.code).toBe('last_factor');
    const all = await api.call('POST', '/auth/2fa/totp/disable', { token });
    expect(all.body.code).toBe('last_factor');
    expect((await api.call('GET', '/users', { token })).status).toBe(200);
  });

  it('all are removed with the password and a code, whenever the last proof was', async () => {
    const { access } = await api.newPerson('off@example.com');
    const { access: token, backupCodes } = await api.turnOnTotp(access);
    await query(
      gatehouse.databaseUrl,
      `UPDATE identity.sessions SET authenticated_at = authenticated_at - interval '1 hour',
        version = version + 1 WHERE user_id = (SELECT id FROM identity.users WHERE email = 'off@example.com')`,
    );
    const [code] = backupCodes;
    const disable = async (body?: object) => {
      const options = body === undefined ? { token } : { token, body };
      const answer = await api.call('POST', '/auth/2fa/totp/disable', options);
      return answer.status === 204 ? 'done' : answer.body.code;
    };
    expect(await disable()).toBe('reauthentication_required');
    expect(await disable({})).toBe('reauthentication_required');
    expect(await disable({ password })).toBe('validation_failed');
    expect(await disable({ password: 'wrong one 12', code })).toBe('invalid_credentials');
    expect(await disable({ password, code: 'wrong-code' })).toBe('invalid_code');
    expect(await disable({ password, code: '000000' })).toBe('invalid_code');
    expect(await listOf(token)).toHaveLength(1);
    expect(await disable({ password, code })).toBe('done');
    expect(await listOf(token)).toEqual([]);
  });

  it('attack 5: codes that come with the request have the cap of all others', async () => {
    const { access } = await api.newPerson('guessed@example.com');
    const { access: token, backupCodes } = await api.turnOnTotp(access);
    const disable = async (code: string | undefined) => {
      const body = { password, code };
      return (await api.call('POST', '/auth/2fa/totp/disable', { token, body })).body.code;
    };
    for (let failure = 0; failure < 5; failure += 1)
      expect(await disable('wrong-code')).toBe('invalid_code');
    expect(await disable(backupCodes[0])).toBe('sign_in_delayed');
  });

  it('waits for one at a time, and many set-ups at once break nothing', async () => {
    const { access: token } = await api.newPerson('parallel@example.com');
    const answers = await times(6, () => api.call('POST', '/auth/2fa/totp/setup', { token }));
    expect(statuses(answers)).toEqual(Array(6).fill(200));
    expect(await listOf(token)).toEqual([]);
  });
});
