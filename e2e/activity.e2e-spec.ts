import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, totp } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;
let boss: string;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  boss = (await api.turnOnTotp((await api.setUp(gatehouse.setupUrl, 'boss@example.com')).access))
    .access;
});
afterAll(() => gatehouse?.stop());

interface Entry {
  readonly action: string;
  readonly affectedId: string;
  readonly actorName: string | null;
  readonly details: Record<string, unknown>;
}
const activity = async (token: string, query = '') => {
  const { status, body } = await api.call('GET', `/auth/activity${query}`, { token });
  expect(status).toBe(200);
  return body as unknown as {
    data: Entry[];
    page: { nextCursor: string | null };
  };
};
const actions = async (token: string) =>
  (await activity(token, '?limit=100')).data.map(({ action }) => action);

describe('the activity of an account', () => {
  it('tells its owner of sign-ins, failed ones, factors and sessions, without a permission', async () => {
    const email = 'employee@example.com';
    const { access } = await api.add(boss, email, 'EMPLOYEE');
    const app = await api.turnOnTotp(access);
    expect((await api.signIn(email, 'not the password')).status).toBe(401);
    const { body } = await api.signIn(email);
    const wrong = { tempToken: body.tempToken, method: 'totp', code: '000000' };
    expect(totp(app.secret)).not.toBe(wrong.code);
    await api.call('POST', '/auth/2fa/verify', { body: wrong });
    await expect
      .poll(() => actions(app.access))
      .toEqual(
        expect.arrayContaining([
          'user.login',
          'user.login_failed',
          'two_factor.enabled',
          'two_factor.failed',
          'session.ended',
          'password.reset',
        ]),
      );
    expect((await api.call('GET', '/audit-logs', { token: app.access })).status).toBe(403);
    const { data } = await activity(app.access, '?limit=100');
    const latest = data.find(({ action }) => action === 'user.login_failed');
    expect(latest).toMatchObject({
      affectedName: 'Grace Hopper',
      ipAddress: '127.0.0.1',
      place: null,
      details: { reason: 'wrong_credentials' },
    });
    expect(latest).not.toHaveProperty('hash');
  });

  it('tells who of the organization did something to it, and comes page by page', async () => {
    const email = 'managed@example.com';
    const { id, access } = await api.add(boss, email, 'EMPLOYEE');
    await api.turnOnTotp(access);
    const reason = 'Lost the phone on the train';
    const body = { reason };
    expect(
      (await api.call('POST', `/users/${id}/factors/reset`, { token: boss, body })).status,
    ).toBe(204);
    const { access: again } = await api.tokensOf(email);
    // The latest of what happened to the account: all before it is there by then.
    const since = async () => {
      const all = await actions(again);
      return all.slice(0, Math.max(0, all.indexOf('two_factor.reset')));
    };
    await expect.poll(since).toContain('user.login');
    const all = await activity(again, '?limit=100');
    const reset = all.data.find(({ action }) => action === 'two_factor.reset');
    expect(reset).toMatchObject({ actorName: 'Ada Lovelace', details: { reason } });
    const first = await activity(again, '?limit=1');
    const second = await activity(again, `?limit=1&cursor=${first.page.nextCursor}`);
    expect([...first.data, ...second.data]).toEqual(all.data.slice(0, 2));
  });

  it('attack 23: tells of nobody else, also where they did it, and of nothing but the account', async () => {
    const { id, access } = await api.add(boss, 'own@example.com', 'EMPLOYEE');
    await expect.poll(() => actions(access)).toContain('user.login');
    const { data: own } = await activity(access, '?limit=100');
    expect(new Set(own.map(({ affectedId }) => affectedId))).toEqual(new Set([id]));
    const { data } = await activity(boss, '?limit=100');
    const affected = new Set(data.map(({ affectedId }) => affectedId));
    expect(affected.size).toBe(1);
    expect(data.map(({ action }) => action)).not.toContain('role.changed');
  });

  it('is nothing to a program', async () => {
    const body = { name: 'CI', scopes: ['audit:read'] };
    const made = await api.call('POST', '/api-keys', { token: boss, body });
    const headers = { 'x-api-key': String(made.body.secret) };
    expect((await api.call('GET', '/auth/activity', { headers })).status).toBe(403);
  });
});
