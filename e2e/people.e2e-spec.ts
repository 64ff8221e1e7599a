import { strFromU8, unzipSync } from 'fflate';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';
import { eventually } from '../server/test/harness/waiting/eventually.js';

let gatehouse: RunningGatehouse;
let api: Api;
/** Primary admin, super admin, and BOSS of Northwind. */
let owner: string;
/** BOSS of Contoso, and not of the staff. */
let boss: string;
/** An admin of the staff, of no organization. */
let admin: { id: string; access: string };

const call = (method: string, path: string, token: string, body?: unknown) =>
  api.call(method, path, { token, ...(body === undefined ? {} : { body }) });
const reason = 'Ticket 4711';
const act = (id: string, deed: string, by = admin.access) =>
  call('POST', `/admin/users/${id}/${deed}`, by, { reason });
const list = async (search: string) =>
  (await call('GET', `/admin/users?${search}`, admin.access)).body.data as {
    id: string;
    email: string;
    memberships: { organizationName: string; role: string }[];
  }[];
const emails = async (search: string) => (await list(search)).map(({ email }) => email);
const idOf = async (access: string) => String((await api.validate(access)).body.userId);
const trailOf = async (id: string, token: string) => {
  const path = `/audit-logs?action=staff.intervened&resourceId=${id}&limit=100`;
  return (await call('GET', path, token)).body.data as {
    organizationId: string | null;
    details: Record<string, unknown>;
  }[];
};

async function addStaff(email: string, platformRole: 'admin' | 'super_admin') {
  const { access } = await api.turnOnTotp((await api.newPerson(email)).access);
  expect((await call('POST', '/staff', owner, { email, platformRole })).status).toBe(201);
  return { access, id: await idOf(access) };
}

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  owner = (await api.turnOnTotp((await api.setUp(gatehouse.setupUrl, 'owner@all.test')).access))
    .access;
  const founder = await api.newPerson('boss@all.test');
  await call('POST', '/organizations', founder.access, { name: 'Contoso' });
  boss = (await api.turnOnTotp((await api.tokensOf('boss@all.test')).access)).access;
  admin = await addStaff('admin@all.test', 'admin');
});
afterAll(() => gatehouse?.stop());

describe('everybody who has an account', () => {
  it('is found by address, state, confirmation and organization, page by page', async () => {
    await api.newPerson('alone@find.test');
    const member = await api.add(boss, 'member@find.test', 'EMPLOYEE');
    await call('POST', '/users', boss, {
      email: 'invited@find.test',
      firstName: 'I',
      lastName: 'N',
      role: 'EMPLOYEE',
    });
    await call('POST', `/users/${member.id}/deactivate`, boss);
    const all = ['invited@find.test', 'member@find.test', 'alone@find.test'];
    expect(await emails('search=find.test')).toEqual(all);
    expect(await emails('search=find.test&sort=createdAt')).toEqual(all.toReversed());
    expect(await emails('search=find.test&isActive=false')).toEqual(['member@find.test']);
    expect(await emails('search=find.test&emailVerified=false')).toEqual(['invited@find.test']);
    expect(await emails('search=find.test&hasOrganization=false')).toEqual(['alone@find.test']);
    expect(await emails('search=find.test&hasOrganization=true')).toEqual(all.slice(0, 2));
    const first = await call('GET', '/admin/users?search=find.test&limit=2', admin.access);
    const { nextCursor } = first.body.page as { nextCursor: string };
    expect(await emails(`search=find.test&limit=2&cursor=${nextCursor}`)).toEqual(all.slice(2));
    const [shown] = await list('search=member@find');
    expect(shown?.memberships).toMatchObject([{ organizationName: 'Contoso', role: 'EMPLOYEE' }]);
    const { status, body } = await call('GET', `/admin/users/${member.id}`, admin.access);
    expect({ status, body }).toMatchObject({ status: 200, body: { isActive: false } });
    expect(JSON.stringify(body)).not.toMatch(/hash|secret/i);
  });
});

describe('what the staff does to an account', () => {
  it('closes that of somebody of no organization, and opens it again', async () => {
    const email = 'closed@all.test';
    const { access } = await api.newPerson(email);
    const id = await idOf(access);
    expect((await act(id, 'deactivate')).status).toBe(204);
    expect((await api.validate(access)).status).toBe(401);
    expect((await api.signIn(email)).status).toBe(401);
    expect((await act(id, 'activate')).status).toBe(204);
    expect((await api.signIn(email)).status).toBe(200);
    await eventually(async () => {
      const entries = await trailOf(id, owner);
      expect(entries.map(({ details, organizationId }) => [details.deed, organizationId])).toEqual([
        ['activate', null],
        ['deactivate', null],
      ]);
      expect(entries[0]?.details.reason).toBe(reason);
    });
  });

  it('attack 7: what the staff closed is opened by no administrator of an organization', async () => {
    const member = await api.add(boss, 'kept-closed@all.test', 'EMPLOYEE');
    expect((await act(member.id, 'deactivate')).status).toBe(204);
    expect((await call('POST', `/users/${member.id}/activate`, boss)).status).toBe(403);
    expect((await api.signIn('kept-closed@all.test')).status).toBe(401);
    expect((await act(member.id, 'activate')).status).toBe(204);
    expect((await call('POST', `/users/${member.id}/deactivate`, boss)).status).toBe(200);
    expect((await call('POST', `/users/${member.id}/activate`, boss)).status).toBe(200);
    expect((await api.signIn('kept-closed@all.test')).status).toBe(200);
  });

  it('attack 7: an account that nobody has confirmed stays closed by the staff, whoever proves the address', async () => {
    const email = 'unconfirmed@all.test';
    const person = { email, firstName: 'Grace', lastName: 'Hopper', role: 'EMPLOYEE' };
    const { body: added } = await call('POST', '/users', boss, person);
    const id = String(added.id);
    const byOrganization = await api.call('POST', '/users', {
      token: boss,
      body: { ...person, email: 'left@all.test' },
    });
    await call('POST', `/users/${String(byOrganization.body.id)}/deactivate`, boss);
    expect((await act(id, 'deactivate')).status).toBe(204);
    const isActive = async (one: string) =>
      (await call('GET', `/admin/users/${one}`, admin.access)).body.isActive;
    await api.register(email);
    expect((await api.signIn(email)).status).toBe(401);
    expect(await isActive(id)).toBe(false);
    // That an organization closed it says nothing to whoever the address belongs to.
    await api.register('left@all.test');
    expect((await api.signIn('left@all.test')).status).toBe(200);
    expect((await act(id, 'activate')).status).toBe(204);
    expect((await api.signIn(email)).status).toBe(200);
  });

  it('is in the trail of every organization of the person, also where it had no say', async () => {
    const email = 'both@all.test';
    const { access } = await api.newPerson(email);
    for (const token of [owner, boss]) {
      await call('POST', '/invitations', token, { email, role: 'EMPLOYEE' });
      const body = { token: await api.linkFor(email) };
      expect((await call('POST', '/auth/invitations/accept', access, body)).status).toBe(200);
    }
    const { access: there } = await api.tokensOf(email);
    const id = await idOf(there);
    expect((await call('POST', `/users/${id}/deactivate`, boss)).status).toBe(403);
    const sessions = await call('GET', `/admin/users/${id}/sessions`, admin.access);
    expect((sessions.body.data as unknown[]).length).toBeGreaterThan(0);
    expect((await act(id, 'sessions/end')).status).toBe(204);
    expect((await api.validate(there)).status).toBe(401);
    const left = await call('GET', `/admin/users/${id}/sessions`, admin.access);
    expect(left.body.data).toEqual([]);
    await eventually(async () => {
      const here = await trailOf(id, boss);
      expect(here).toMatchObject([{ details: { deed: 'end_sessions', reason } }]);
      const told = (await trailOf(id, owner)).map(({ organizationId }) => organizationId);
      expect(new Set(told).size).toBe(2);
    });
  });

  it('makes somebody choose a new password, and takes lost factors away; they are told', async () => {
    const email = 'lost@all.test';
    const { access } = await api.newPerson(email);
    const id = await idOf(access);
    expect((await act(id, 'factors/reset')).body.code).toBe('two_factor_not_enabled');
    const { access: enrolled } = await api.turnOnTotp(access);
    expect((await act(id, 'factors/reset')).status).toBe(204);
    expect((await api.validate(enrolled)).status).toBe(401);
    expect((await api.signIn(email)).body).not.toHaveProperty('tempToken');
    expect((await act(id, 'password/reset')).status).toBe(204);
    expect((await api.signIn(email)).status).toBe(401);
    const mails = await api.mailsFor(email);
    expect(mails.some(({ text }) => text.includes(reason))).toBe(true);
    expect(mails[0]?.text).toContain('choose a new password');
  });

  it('gets another address for who lost their mailbox, for a super admin alone; the old one undoes it', async () => {
    const [lost, found] = ['dead@all.test', 'alive@all.test'];
    const { access } = await api.turnOnTotp((await api.newPerson(lost)).access);
    const path = `/admin/users/${await idOf(access)}/email`;
    const change = (email: string, by = owner) => call('POST', path, by, { email, reason });
    expect((await change(found, admin.access)).status).toBe(403);
    expect((await change('boss@all.test')).status).toBe(409);
    expect((await change(found)).status).toBe(204);
    expect((await api.validate(access)).status).toBe(200);
    const confirm = { body: { token: await api.linkFor(found) } };
    expect((await api.call('POST', '/auth/email/confirm', confirm)).status).toBe(204);
    expect((await api.validate(access)).status).toBe(401);
    expect((await api.signIn(lost)).status).toBe(401);
    // Nothing of what they sign in with was touched: attack 15.
    expect((await api.signIn(found)).body).toMatchObject({ requires2FA: true });
    await api.call('POST', '/auth/password/forgot', { body: { email: found } });
    const forgotten = await api.linkIn(found, 'Choose a new password');
    expect(forgotten).not.toBe('');
    const undo = await api.linkIn(lost, 'Your e-mail address was changed');
    expect((await api.call('POST', '/auth/not-me', { body: { token: undo } })).status).toBe(204);
    expect((await list(`search=${lost}`)).map(({ email }) => email)).toEqual([lost]);
    expect(await list(`search=${found}`)).toEqual([]);
  });

  it('gathers what is known of somebody who cannot sign in, for a super admin alone; they are told', async () => {
    const { id } = await api.add(boss, 'away@all.test', 'EMPLOYEE');
    await act(id, 'deactivate');
    expect((await act(id, 'export')).status).toBe(403);
    expect((await act(id, 'export', owner)).status).toBe(204);
    const token = await api.linkIn('owner@all.test', 'Everything we know about Grace Hopper');
    const file = await fetch(`${gatehouse.url}/api/v1/auth/account/export?token=${token}`);
    expect(file.status).toBe(200);
    const { 'account.json': json } = unzipSync(new Uint8Array(await file.arrayBuffer()));
    expect(JSON.parse(strFromU8(json ?? new Uint8Array()))).toMatchObject({
      account: [{ id, email: 'away@all.test' }],
    });
    const mails = await api.mailsFor('away@all.test');
    const told = mails.find(({ subject }) => subject === 'What we know about you was put together');
    expect(told?.text).toContain(reason);
    // No link to the file goes to an address that the person may have lost.
    expect(mails.flatMap(({ links }) => links).filter((link) => link.includes('export'))).toEqual(
      [],
    );
    await eventually(async () => {
      const [newest] = await trailOf(id, boss);
      expect(newest?.details).toMatchObject({ deed: 'export_data', reason });
    });
  });

  it('attack 25: is not done to an equal or a superior among the staff, nor to oneself', async () => {
    const deeds = ['deactivate', 'activate', 'password/reset', 'factors/reset', 'sessions/end'];
    const equal = await addStaff('equal@all.test', 'admin');
    const above = await addStaff('above@all.test', 'super_admin');
    const primary = await idOf(owner);
    for (const id of [admin.id, equal.id, above.id, primary])
      for (const deed of deeds) expect((await act(id, deed)).status).toBe(403);
    for (const id of [above.id, primary])
      expect((await act(id, 'deactivate', above.access)).status).toBe(403);
    expect((await act(equal.id, 'sessions/end', above.access)).status).toBe(204);
    expect((await api.validate(equal.access)).status).toBe(401);
    expect((await api.validate(above.access)).status).toBe(200);
  });

  it('attack 23: is nothing for others, nor for a key or whoever has no reason', async () => {
    const id = await idOf((await api.newPerson('target@all.test')).access);
    expect((await act(id, 'deactivate', boss)).status).toBe(403);
    expect((await call('GET', '/admin/users', boss)).status).toBe(403);
    const key = await call('POST', '/api-keys', owner, { name: 'CI', scopes: ['user:read'] });
    const headers = { 'x-api-key': String(key.body.secret) };
    expect((await api.call('GET', '/admin/users', { headers })).status).toBe(403);
    const none = await call('POST', `/admin/users/${id}/deactivate`, admin.access, { reason: ' ' });
    expect(none.status).toBe(422);
    expect((await act(crypto.randomUUID(), 'deactivate')).status).toBe(404);
  });

  it('attack 7: is not done to whoever is appointed at that moment', async () => {
    const id = await idOf((await api.newPerson('race@all.test')).access);
    const client = new pg.Client({ connectionString: gatehouse.databaseUrl });
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query(
        `UPDATE identity.users SET platform_role = 'super_admin' WHERE id = '${id}'`,
      );
      const answer = act(id, 'deactivate');
      await eventually(async () => {
        const waiting = await query(
          gatehouse.databaseUrl,
          `SELECT pid FROM pg_stat_activity WHERE datname = current_database()
              AND wait_event_type = 'Lock' AND query LIKE '%no key update%'`,
        );
        expect(waiting).toHaveLength(1);
      });
      await client.query('COMMIT');
      expect((await answer).status).toBe(403);
    } finally {
      await client.end();
    }
  });
});
