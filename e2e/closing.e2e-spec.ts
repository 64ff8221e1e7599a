import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, statuses, times } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';
import { eventually } from '../server/test/harness/waiting/eventually.js';

let gatehouse: RunningGatehouse;
let api: Api;
/** Primary admin, and super admin. */
let owner: string;

const call = (method: string, path: string, token: string, body?: unknown) =>
  api.call(method, path, { token, ...(body === undefined ? {} : { body }) });
const close = (token: string, name: string) =>
  call('POST', '/organizations/current/close', token, { name });
const reopen = (id: string) =>
  call('POST', `/admin/organizations/${id}/reopen`, owner, { reason: 'A mistake' });
const leave = (token: string) => call('DELETE', '/organizations/current/membership', token);

/** An organization, and its BOSS who has a second factor. */
async function found(name: string) {
  const email = `boss@${name}.test`;
  const founder = await api.newPerson(email);
  const { body } = await call('POST', '/organizations', founder.access, { name });
  const { access } = await api.turnOnTotp((await api.tokensOf(email)).access);
  return { id: String(body.id), email, access };
}
const organizationOf = async (token: string) => {
  const { status, body } = await api.validate(token);
  return status === 200 ? body.organizationId : status;
};

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  owner = (await api.turnOnTotp((await api.setUp(gatehouse.setupUrl, 'owner@close.test')).access))
    .access;
});
afterAll(() => gatehouse?.stop());

describe('an organization that its BOSS closes', () => {
  it('signs everybody out of it, stops its keys, and voids its invitations; and may be reopened', async () => {
    const boss = await found('contoso');
    const employee = await api.add(boss.access, 'employee@contoso.test', 'EMPLOYEE');
    const key = await call('POST', '/api-keys', boss.access, { name: 'CI', scopes: ['user:read'] });
    const useKey = () =>
      api.call('GET', '/users', { headers: { 'x-api-key': String(key.body.secret) } });
    expect((await useKey()).status).toBe(200);
    const invited = { email: 'guest@contoso.test', role: 'EMPLOYEE' };
    await call('POST', '/invitations', boss.access, invited);
    const invitation = await api.linkFor(invited.email);

    expect((await close(employee.access, 'contoso')).status).toBe(403);
    expect((await close(boss.access, 'Contoso, or so')).status).toBe(409);
    expect((await close(boss.access, 'contoso')).status).toBe(204);

    for (const { access } of [boss, employee])
      expect((await api.validate(access)).status).toBe(401);
    expect((await useKey()).status).toBe(401);
    const inspected = await api.call('POST', '/auth/invitations/inspect', {
      body: { token: invitation },
    });
    expect(inspected.status).toBe(400);
    // The account is theirs all the same.
    const { access } = await api.tokensOf('employee@contoso.test');
    expect(await organizationOf(access)).toBeNull();
    expect((await call('POST', `/organizations/${boss.id}/switch`, access, {})).status).toBe(404);
    const shown = await call('GET', `/admin/organizations/${boss.id}`, owner);
    expect(shown.body.closedAt).toEqual(expect.any(String));

    expect((await reopen(boss.id)).status).toBe(204);
    expect((await reopen(boss.id)).status).toBe(409);
    expect((await useKey()).status).toBe(200);
    const again = await api.tokensOf('employee@contoso.test');
    expect(await organizationOf(again.access)).toBe(boss.id);
    expect((await api.validate(employee.access)).status).toBe(401);
    await eventually(async () => {
      const { body } = await call(
        'GET',
        '/audit-logs?action=organization.closed,organization.reopened',
        owner,
      );
      const told = (body.data as { action: string; details: { reason: string | null } }[]).map(
        ({ action, details }) => [action, details.reason],
      );
      expect(told).toEqual([
        ['organization.reopened', 'A mistake'],
        ['organization.closed', null],
      ]);
    });
  });

  it('stays closed after 30 days', async () => {
    const boss = await found('late');
    expect((await close(boss.access, 'late')).status).toBe(204);
    await query(
      gatehouse.databaseUrl,
      `UPDATE identity.organizations SET closed_at = now() - interval '31 days' WHERE id = $1`,
      [boss.id],
    );
    expect((await reopen(boss.id)).status).toBe(409);
  });

  it('attack 23: is closed by no manager and no other organization, and by staff for a reason', async () => {
    const boss = await found('fabrikam');
    const other = await found('other');
    const path = `/admin/organizations/${boss.id}/close`;
    expect((await call('POST', path, other.access, { reason: 'Spite' })).status).toBe(403);
    const manager = await api.add(boss.access, 'manager@fabrikam.test', 'MANAGER');
    const { access } = await api.turnOnTotp(manager.access);
    expect((await close(access, 'fabrikam')).status).toBe(403);
    expect((await call('POST', path, owner, {})).status).toBe(422);
    const answers = await times(4, () => call('POST', path, owner, { reason: 'Abuse' }));
    expect(statuses(answers).filter((status) => status === 204)).toHaveLength(1);
    expect(statuses(answers).filter((status) => status === 409)).toHaveLength(3);
    expect((await api.validate(access)).status).toBe(401);
    expect((await api.validate(other.access)).status).toBe(200);
  });
});

describe('the last person of an organization', () => {
  it('closes it by the proof that closing asks for, and does not get round that by leaving', async () => {
    const boss = await found('lonely');
    const { id } = await api.add(boss.access, 'second@lonely.test', 'EMPLOYEE');
    expect((await leave(boss.access)).body.code).toBe('last_owner');
    expect((await call('DELETE', `/users/${id}`, boss.access)).status).toBe(204);
    const alone = await leave(boss.access);
    expect([alone.status, alone.body.code]).toEqual([409, 'last_owner']);
    expect(alone.body.detail).toContain('close it instead');
    const closedAt = async () =>
      (await call('GET', `/admin/organizations/${boss.id}`, owner)).body.closedAt;
    expect(await closedAt()).toBeNull();
    expect((await close(boss.access, 'lonely')).status).toBe(204);
    expect(await closedAt()).toEqual(expect.any(String));
    expect((await api.signIn(boss.email)).status).toBe(200);
  });

  it('may be erased', async () => {
    const boss = await found('gone');
    const answer = await call('POST', '/auth/account/erase', boss.access, {
      password: 'a long enough passphrase 7',
    });
    expect(answer.status).toBeLessThan(300);
  });
});
