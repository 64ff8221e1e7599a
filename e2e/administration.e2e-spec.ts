import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, statuses, times } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

let gatehouse: RunningGatehouse;
let api: Api;
let boss: string;
let manager: { id: string; access: string };

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
  boss = (await api.turnOnTotp(access)).access;
  const added = await api.add(boss, 'manager@example.com', 'MANAGER');
  manager = { id: added.id, access: (await api.turnOnTotp(added.access)).access };
});
afterAll(() => gatehouse?.stop());

const other = 'another long passphrase 8';

const act = (method: string, path: string, body?: unknown, token = boss) =>
  api.call(method, `/users/${path}`, { token, ...(body === undefined ? {} : { body }) });
const subjectsFor = async (email: string) =>
  (await api.mailsFor(email)).map(({ subject }) => subject);
const auditOf = async (action: string) =>
  (await api.call('GET', `/audit-logs?action=${action}`, { token: boss })).body.data as {
    resourceId: string;
    details: Record<string, unknown>;
  }[];

describe('a forced reset of the password', () => {
  it('ends every session, stops the old password and mails a link', async () => {
    const email = 'reset@example.com';
    const person = await api.add(boss, email, 'EMPLOYEE');
    await api.call('POST', '/auth/password/forgot', { body: { email } });
    const before = await api.linkFor(email);
    expect((await act('POST', `${person.id}/password/reset`)).status).toBe(204);
    expect((await api.validate(person.access)).status).toBe(401);
    expect((await api.refresh(person.refresh)).status).toBe(401);
    expect((await api.signIn(email)).status).toBe(401);
    const reset = (token: string) =>
      api.call('POST', '/auth/password/reset', { body: { token, newPassword: other } });
    expect((await reset(before)).status).toBe(400);
    expect((await reset(await api.linkFor(email))).status).toBe(204);
    expect((await api.signIn(email, other)).status).toBe(200);
    await expect
      .poll(async () => (await auditOf('password.reset_forced')).map((e) => e.resourceId))
      .toContain(person.id);
  });

  it(
    'attack 16: leaves no session of a sign-in that was under way',
    { timeout: 60_000 },
    async () => {
      let alive = 0;
      for (let round = 0; round < 5; round += 1) {
        const email = `under-way${round}@example.com`;
        const { id } = await api.add(boss, email, 'EMPLOYEE');
        const [, ...signIns] = await Promise.all([
          act('POST', `${id}/password/reset`),
          ...Array.from({ length: 5 }, () => api.signIn(email)),
        ]);
        for (const { status, body } of signIns)
          if (status === 200 && (await api.validate(String(body.accessToken))).status === 200)
            alive += 1;
      }
      expect(alive).toBe(0);
    },
  );
});

describe('lost second factors', () => {
  it('are taken away by somebody above, who gives a reason; both sides are told', async () => {
    const email = 'lost@example.com';
    const person = await api.add(boss, email, 'MANAGER');
    const { access, backupCodes } = await api.turnOnTotp(person.access);
    const { body: waiting } = await api.signIn(email);
    expect((await act('POST', `${person.id}/factors/reset`, {})).status).toBe(422);
    const reset = await act('POST', `${person.id}/factors/reset`, { reason: 'Phone in the lake' });
    expect(reset.status).toBe(204);
    expect((await api.validate(access)).status).toBe(401);
    const late = { tempToken: waiting.tempToken, method: 'backup_code', code: backupCodes[0] };
    expect((await api.call('POST', '/auth/2fa/verify', { body: late })).status).toBe(401);
    const told = (await api.mailsFor(email)).find(({ text }) => text.includes('lake'));
    expect(told?.subject).toBe('Your second factors were taken away');
    expect(told?.text).toContain('Ada Lovelace');
    expect(told?.links[0]).toContain('/not-me?token=');
    const mine = 'You took the second factors of Grace Hopper away';
    expect(await subjectsFor('boss@example.com')).toContain(mine);
    const again = await api.signIn(email);
    expect(again.body).toMatchObject({ enrolmentRequired: true });
    expect(
      (await api.call('GET', '/users', { token: String(again.body.accessToken) })).status,
    ).toBe(403);
    await api.turnOnTotp(String(again.body.accessToken));
    await expect
      .poll(async () => (await auditOf('two_factor.reset'))[0]?.details)
      .toMatchObject({ reason: 'Phone in the lake' });
  });

  it('that nobody has cannot be taken away', async () => {
    const { id } = await api.add(boss, 'none@example.com', 'EMPLOYEE');
    const answer = await act('POST', `${id}/factors/reset`, { reason: 'Lost' });
    expect(answer.body.code).toBe('two_factor_not_enabled');
  });
});

describe('sessions of others', () => {
  it('are listed and ended, one or all, and an ended one is out at its next request', async () => {
    const email = 'sessions@example.com';
    const person = await api.add(boss, email, 'EMPLOYEE');
    const second = await api.tokensOf(email);
    const { body } = await act('GET', `${person.id}/sessions`);
    const [latest] = body.data as { id: string; current: boolean; ipAddress: string }[];
    expect(body.data).toHaveLength(2);
    expect(latest).toMatchObject({ current: false, ipAddress: '127.0.0.1' });
    const path = `${person.id}/sessions/${latest?.id}`;
    const ends = await times(10, () => act('DELETE', path));
    expect(statuses(ends).filter((status) => status === 204)).toHaveLength(1);
    expect((await api.validate(second.access)).status).toBe(401);
    expect((await api.validate(person.access)).status).toBe(200);
    expect((await act('DELETE', `${person.id}/sessions`)).status).toBe(204);
    expect((await api.validate(person.access)).status).toBe(401);
  });

  it('of another organization are not shown and not ended', async () => {
    const person = await api.add(boss, 'two-places@example.com', 'EMPLOYEE');
    const organization = randomUUID();
    await query(
      gatehouse.databaseUrl,
      `INSERT INTO identity.organizations (id, name) VALUES ($1, 'Elsewhere')`,
      [organization],
    );
    await query(
      gatehouse.databaseUrl,
      `INSERT INTO identity.memberships (organization_id, user_id, role) VALUES ($1, $2, 'EMPLOYEE')`,
      [organization, person.id],
    );
    const [session] = await query(
      gatehouse.databaseUrl,
      `UPDATE identity.sessions SET organization_id = $1, version = version + 1
       WHERE user_id = $2 RETURNING id`,
      [organization, person.id],
    );
    expect((await act('GET', `${person.id}/sessions`)).body.data).toEqual([]);
    expect((await act('DELETE', `${person.id}/sessions/${String(session?.id)}`)).status).toBe(404);
    expect((await act('DELETE', `${person.id}/sessions`)).status).toBe(204);
    expect((await api.validate(person.access)).status).toBe(200);
    expect((await act('POST', `${person.id}/password/reset`)).status).toBe(403);
    expect((await act('POST', `${person.id}/factors/reset`, { reason: 'x' })).status).toBe(403);
  });
});

describe('attack 25: nobody administers an equal or a superior', () => {
  it.each([
    ['POST', '/password/reset', undefined],
    ['POST', '/factors/reset', { reason: 'Mallory' }],
    ['GET', '/sessions', undefined],
    ['DELETE', '/sessions', undefined],
  ])('%s %s', async (method, suffix, body) => {
    const equal = await api.add(
      boss,
      `equal${suffix.replaceAll('/', '')}${method}@example.com`,
      'MANAGER',
    );
    const owner = (await api.call('GET', '/auth/validate', { token: boss })).body.userId;
    for (const id of [equal.id, String(owner), manager.id])
      expect((await act(method, id + suffix, body, manager.access)).status).toBe(403);
    expect((await act(method, String(owner) + suffix, body)).status).toBe(403);
    expect((await api.validate(boss)).status).toBe(200);
  });
});

describe('many people at once', () => {
  const bulk = (action: string, userIds: unknown, token = boss) =>
    act('POST', 'bulk', { action, userIds }, token);

  it('each have an outcome, and a refusal of one undoes no other', async () => {
    const one = await api.add(boss, 'bulk1@example.com', 'EMPLOYEE');
    const two = await api.add(boss, 'bulk2@example.com', 'EMPLOYEE');
    const superior = manager.id;
    const nobody = randomUUID();
    const ids = [one.id, superior, nobody, two.id, one.id];
    const { status, body } = await bulk('deactivate', ids, manager.access);
    expect(status).toBe(200);
    expect(body.outcomes).toEqual([
      { userId: one.id, done: true, code: null, reason: null },
      {
        userId: superior,
        done: false,
        code: 'forbidden',
        reason: 'The role must be below your own.',
      },
      { userId: nobody, done: false, code: 'not_found', reason: expect.any(String) },
      { userId: two.id, done: true, code: null, reason: null },
    ]);
    expect((await api.validate(one.access)).status).toBe(401);
    await bulk('activate', [one.id, two.id]);
    expect(statuses(await times(2, (n) => api.signIn(`bulk${n + 1}@example.com`)))).toEqual([
      200, 200,
    ]);
  });

  it.each(['end_sessions', 'reset_password', 'delete'])('%s', async (action) => {
    const person = await api.add(boss, `bulk-${action}@example.com`, 'EMPLOYEE');
    const { body } = await bulk(action, [person.id]);
    expect(body.outcomes).toEqual([{ userId: person.id, done: true, code: null, reason: null }]);
    expect((await api.validate(person.access)).status).toBe(401);
    const signIn = await api.signIn(`bulk-${action}@example.com`);
    expect(signIn.status).toBe(action === 'end_sessions' ? 200 : 401);
  });

  it('takes the permission of the action, and at most 100', async () => {
    const employee = await api.add(boss, 'bulk-not@example.com', 'EMPLOYEE');
    expect((await bulk('delete', [manager.id], employee.access)).status).toBe(403);
    const body = { name: 'Reader', scopes: ['user:read'] };
    const key = await api.call('POST', '/api-keys', { token: boss, body });
    const headers = { 'x-api-key': String(key.body.secret) };
    const wish = { action: 'delete', userIds: [employee.id] };
    expect((await api.call('POST', '/users/bulk', { headers, body: wish })).status).toBe(403);
    expect((await bulk('delete', Array.from({ length: 101 }, randomUUID))).status).toBe(422);
    expect((await bulk('delete', [])).status).toBe(422);
    expect((await bulk('promote', [employee.id])).status).toBe(422);
  });
});

describe('search', () => {
  it('finds parts of a name, a username and an address, taking % and _ as they are', async () => {
    const person = { firstName: 'Zoë', lastName: 'van Dijk', email: 'z_d%1@example.com' };
    const body = { ...person, role: 'EMPLOYEE' };
    expect((await api.call('POST', '/users', { token: boss, body })).status).toBe(201);
    const found = async (search: string) => {
      const path = `/users?search=${encodeURIComponent(search)}`;
      return ((await api.call('GET', path, { token: boss })).body.data as { email: string }[]).map(
        ({ email }) => email,
      );
    };
    for (const part of ['zoë van', 'DIJK', 'z_d%1@', 'd%1'])
      expect(await found(part)).toEqual([person.email]);
    expect(await found('z%d')).toEqual([]);
  });

  it('uses the index', async () => {
    const url = new URL(gatehouse.databaseUrl);
    url.searchParams.set('options', '-c enable_seqscan=off');
    const rows = await query(
      url.href,
      `EXPLAIN SELECT id FROM identity.users
       WHERE (email || ' ' || coalesce(username, '') || ' ' || first_name || ' ' || last_name
         || further_emails) ILIKE '%dijk%'`,
    );
    expect(JSON.stringify(rows)).toContain('idx_users_search');
  });
});

describe('a list, as the caller shapes it', () => {
  const list = (search: string) => api.call('GET', `/users?${search}`, { token: boss });

  it('holds the fields that were chosen, of the rows that were asked for, in that order', async () => {
    const { status, body } = await list('fields=lastName,email&sort=name&role=EMPLOYEE,MANAGER');
    expect(status).toBe(200);
    const rows = body.data as Record<string, string>[];
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(Object.keys(row)).toEqual(['lastName', 'email']);
    const names = rows.map((row) => row.lastName?.toLowerCase());
    expect(names).toEqual(names.toSorted());
    const future = new Date(Date.now() + 60_000).toISOString();
    expect((await list(`createdAt[gte]=${future}`)).body.data).toEqual([]);
    expect((await list(`createdAt[lt]=${future}&limit=1`)).body.data).toHaveLength(1);
  });

  it.each([
    ['fields=email,passwordHash', '/query/fields'],
    ['sort=password', '/query/sort'],
    ['createdAt[gte]=yesterday', '/query/createdAt[gte]'],
    ['role=BOSS,emperor', '/query/role/1'],
  ])('refuses %s, and says where', async (search, pointer) => {
    const { status, body } = await list(search);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ pointer }]);
  });
});

describe('what somebody gets in with', () => {
  it('is told by name and date to whoever is above them, and no secret', async () => {
    const person = await api.add(boss, 'means@example.com', 'EMPLOYEE');
    const { access } = await api.turnOnTotp(person.access);
    const { status, body } = await act('GET', `${person.id}/sign-in-means`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ hasPassword: true, backupCodesLeft: 10 });
    expect(body.means).toMatchObject([{ kind: 'totp', name: 'Authenticator app' }]);
    expect(JSON.stringify(body)).not.toMatch(/secret|hash/i);
    expect((await act('GET', `${person.id}/sign-in-means`, undefined, access)).status).toBe(403);
    const { body: seen } = await act('GET', person.id);
    expect(seen.ownedByOrganization).toBe(true);
  });

  it('is not the business of an organization that they only joined', async () => {
    const email = 'guest@example.com';
    const { access } = await api.newPerson(email);
    await api.call('POST', '/invitations', { token: boss, body: { email, role: 'EMPLOYEE' } });
    const body = { token: await api.linkFor(email) };
    await api.call('POST', '/auth/invitations/accept', { token: access, body });
    const { body: people } = await api.call('GET', `/users?search=${email}`, { token: boss });
    const [guest] = people.data as { id: string; ownedByOrganization: boolean }[];
    expect(guest?.ownedByOrganization).toBe(false);
    expect((await act('GET', `${guest?.id}/sign-in-means`)).status).toBe(403);
    expect((await act('POST', `${guest?.id}/deactivate`)).status).toBe(403);
  });
});

describe('second factors in the audit trail', () => {
  it('tell the organization who passed and who did not', async () => {
    const person = await api.add(boss, 'factors@example.com', 'EMPLOYEE');
    const { backupCodes } = await api.turnOnTotp(person.access);
    const { body } = await api.signIn('factors@example.com');
    for (const code of ['000000', backupCodes[0]]) {
      const method = code === '000000' ? 'totp' : 'backup_code';
      await api.call('POST', '/auth/2fa/verify', {
        body: { tempToken: body.tempToken, method, code },
      });
    }
    for (const action of ['two_factor.failed', 'two_factor.verified'])
      await expect
        .poll(async () => (await auditOf(action)).map((entry) => entry.resourceId))
        .toContain(person.id);
  });
});
