import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

let gatehouse: RunningGatehouse;
let api: Api;
let owner: string;

const get = (path: string, token = owner) => api.call('GET', path, { token });
const age = (text: string, values: readonly unknown[]) =>
  query(gatehouse.databaseUrl, text, values);

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  owner = (await api.turnOnTotp(access)).access;
});
afterAll(() => gatehouse?.stop());

/** Lets somebody have been here long ago, and not since. */
const forgetSince = async (email: string) => {
  await age(
    `UPDATE identity.users SET created_at = created_at - interval '100 days' WHERE email = $1`,
    [email],
  );
  await age(
    `UPDATE identity.sessions SET last_seen_at = now() - interval '91 days'
      WHERE user_id = (SELECT id FROM identity.users WHERE email = $1)`,
    [email],
  );
};

describe('compliance', () => {
  it('tells by rank who has a second factor, and links to those who have none', async () => {
    await api.add(owner, 'bare@comply.test', 'EMPLOYEE');
    const safe = await api.add(owner, 'safe@comply.test', 'EMPLOYEE');
    await api.turnOnTotp(safe.access);
    const { body } = await get('/compliance');
    expect(body.ranks).toEqual([
      { role: 'BOSS', people: 1, withSecondFactor: 1 },
      { role: 'MANAGER', people: 0, withSecondFactor: 0 },
      { role: 'EMPLOYEE', people: 2, withSecondFactor: 1 },
    ]);
    const without = await get('/users?twoFactorEnabled=false');
    expect((without.body.data as { email: string }[]).map(({ email }) => email)).toEqual([
      'bare@comply.test',
    ]);
  });

  it('tells who was not seen for 90 days, and no longer once they are', async () => {
    await api.add(owner, 'stale@comply.test', 'EMPLOYEE');
    expect((await get('/compliance')).body.stale).toBe(0);
    await forgetSince('stale@comply.test');
    expect((await get('/compliance')).body.stale).toBe(1);
    const since = new Date(Date.now() - 90 * 86_400_000).toISOString();
    const unseen = await get(`/users?lastSeenAt%5Blt%5D=${since}`);
    expect(unseen.body.data).toMatchObject([{ email: 'stale@comply.test' }]);
    await api.tokensOf('stale@comply.test');
    expect((await get('/compliance')).body.stale).toBe(0);
    await forgetSince('stale@comply.test');
  });

  it('tells which keys were never rotated or never expire, and what invitations are open', async () => {
    const make = async (wish: object) =>
      String(
        (await api.call('POST', '/api-keys', { token: owner, body: { scopes: [], ...wish } })).body
          .id,
      );
    const old = await make({ name: 'Old', scopes: ['user:read'] });
    await make({ name: 'Short', scopes: ['user:read'], expiresInDays: 30 });
    await age(
      `UPDATE identity.api_keys SET created_at = now() - interval '91 days' WHERE id = $1`,
      [old],
    );
    await api.call('POST', '/invitations', {
      token: owner,
      body: { email: 'guest@comply.test', role: 'EMPLOYEE' },
    });
    const { body } = await get('/compliance');
    expect(body.apiKeys).toEqual({ total: 2, notRotated: 1, withoutExpiry: 1 });
    expect(body.invitations).toEqual({ pending: 1, expired: 0 });
    for (const finding of ['not_rotated', 'without_expiry'])
      expect((await get(`/compliance/api-keys?finding=${finding}`)).body.data).toMatchObject([
        { id: old, name: 'Old', owner: { name: 'Ada Lovelace', isServiceAccount: false } },
      ]);
  });

  it('has everybody and everything behind the numbers as CSV, which is audited', async () => {
    const response = await fetch(`${gatehouse.url}/api/v1/compliance/export`, {
      headers: { authorization: `Bearer ${owner}` },
    });
    expect(response.headers.get('content-type')).toContain('text/csv');
    const lines = (await response.text()).trim().split('\n');
    expect(lines[0]).toBe('finding,id,name,email,since');
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual([
      'no_second_factor',
      'no_second_factor',
      'stale_account',
      'key_not_rotated',
      'key_without_expiry',
      'invitation_pending',
    ]);
    await expect
      .poll(async () => (await get('/audit-logs?action=users.exported')).body.data)
      .toMatchObject([{ details: { format: 'compliance' } }]);
  });

  it('tells when the trail was verified, and for how long what is kept', async () => {
    const { body: before } = await get('/compliance/trail');
    expect(before.retention).toContainEqual({ setting: 'GATEHOUSE_KEEP_AUDIT_DAYS', days: 400 });
    await api.call('POST', '/audit-logs/verify', { token: owner });
    await expect
      .poll(async () => (await get('/compliance/trail')).body.verification)
      .toMatchObject({ state: 'done', valid: true });
  });

  it('is for whoever reads the audit trail, such as an auditor, and for the own organization', async () => {
    const role = { name: 'Auditor', rank: 'MANAGER', permissions: ['user:read', 'audit:read'] };
    const made = await api.call('POST', '/roles', { token: owner, body: role });
    const auditor = await api.add(owner, 'auditor@comply.test', String(made.body.id));
    const { access } = await api.turnOnTotp(auditor.access);
    const employee = await api.tokensOf('bare@comply.test');
    for (const path of [
      '/compliance',
      '/compliance/trail',
      '/compliance/api-keys?finding=not_rotated',
    ]) {
      expect((await get(path, access)).status, path).toBe(200);
      expect((await get(path, employee.access)).status, path).toBe(403);
    }
    const stranger = await api.newPerson('boss@elsewhere.test');
    await api.call('POST', '/organizations', { token: stranger.access, body: { name: 'Else' } });
    const boss = await api.turnOnTotp((await api.tokensOf('boss@elsewhere.test')).access);
    expect((await get('/compliance', boss.access)).body).toMatchObject({
      stale: 0,
      apiKeys: { total: 0 },
      invitations: { pending: 0 },
    });
  });
});
