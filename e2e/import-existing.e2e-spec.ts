import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';
import { eventually } from '../server/test/harness/waiting/eventually.js';

let gatehouse: RunningGatehouse;
let api: Api;
let owner: string;
let manager: { id: string; access: string };

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  owner = (await api.turnOnTotp(access)).access;
  const added = await api.add(owner, 'manager@example.com', 'MANAGER');
  manager = { id: added.id, access: (await api.turnOnTotp(added.access)).access };
});
afterAll(() => gatehouse?.stop());

type Line = { outcome: string; message: string | null };

async function send(
  token: string,
  lines: readonly string[],
  wish = '',
  columns = 'email,firstName,lastName,role',
) {
  const response = await fetch(`${gatehouse.url}/api/v1/users/import?${wish}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    body: [columns, ...lines].join('\n'),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** What an import came to in all, and of each line its outcome and what is said of it. */
async function importPeople(
  token: string,
  lines: readonly string[],
  wish: string,
  columns?: string,
) {
  const path = `/users/imports/${String((await send(token, lines, wish, columns)).body.id)}`;
  const ended = await eventually(async () => {
    const { body } = await api.call('GET', path, { token });
    expect(body.state).toBe('finished');
    return body;
  });
  const { body } = await api.call('GET', `${path}/lines?limit=100`, { token });
  const told = (body.data as Line[]).map(({ outcome, message }) => message ?? outcome);
  return { ended, told };
}

const find = async (email: string) => {
  const { body } = await api.call('GET', `/users?search=${email}`, { token: owner });
  return (body.data as Record<string, unknown>[])[0];
};
const add = (email: string, role = 'EMPLOYEE') =>
  api.call('POST', '/users', {
    token: owner,
    body: { email, firstName: 'Old', lastName: 'Name', role },
  });

describe('people who are there already', () => {
  it('members get names and role of their line, after a dry run that says so; twice is once', async () => {
    await api.call('POST', '/roles', {
      token: owner,
      body: { name: 'Night Desk', rank: 'EMPLOYEE', permissions: ['user:read'] },
    });
    await add('one@members.test');
    await add('same@members.test');
    const file = [
      'one@members.test,New,Name,night desk',
      'same@members.test,Old,Name,',
      'two@members.test,Wholly,New,Night Desk',
      'three@members.test,No,Role,Day Desk',
    ];
    const noRole = 'role: the organization has no such role';
    const tried = await importPeople(owner, file, 'dryRun=true&onExisting=update');
    expect(tried.told).toEqual(['would_update', 'unchanged', 'would_create', noRole]);
    expect(await find('one@members.test')).toMatchObject({ firstName: 'Old', customRole: null });
    const done = await importPeople(owner, file, 'onExisting=update');
    expect(done.told).toEqual(['updated', 'unchanged', 'created', noRole]);
    expect(done.ended).toMatchObject({ created: 1, updated: 1, unchanged: 1, refused: 1, done: 4 });
    for (const email of ['one@members.test', 'two@members.test'])
      expect(await find(email)).toMatchObject({ customRole: { name: 'Night Desk' } });
    expect(await find('one@members.test')).toMatchObject({ firstName: 'New', lastName: 'Name' });
    const again = await importPeople(owner, file, 'onExisting=update');
    expect(again.told).toEqual(['unchanged', 'unchanged', 'unchanged', noRole]);
    const skipped = await importPeople(owner, ['one@members.test,Third,Name,'], '');
    expect(skipped.told).toEqual(['unchanged']);
    expect(await find('one@members.test')).toMatchObject({ firstName: 'New' });
  });

  it('the changes are told one by one, in the name of whoever imported', async () => {
    const { id } = (await find('one@members.test')) as { id: string };
    await expect
      .poll(async () => {
        const { body } = await api.call('GET', `/audit-logs?targetId=${id}`, { token: owner });
        return (body.data as { action: string; actorId: string }[])
          .filter(({ actorId }) => actorId !== null)
          .map(({ action }) => action);
      })
      .toEqual(expect.arrayContaining(['user.role_changed', 'user.updated']));
  });

  it('an export by which nothing was changed comes back as it went', async () => {
    const response = await fetch(`${gatehouse.url}/api/v1/users/export?format=csv`, {
      headers: { authorization: `Bearer ${owner}` },
    });
    const text = await response.text();
    expect(text).toContain('Night Desk');
    const upload = await fetch(`${gatehouse.url}/api/v1/users/import?onExisting=update`, {
      method: 'POST',
      headers: { authorization: `Bearer ${owner}`, 'content-type': 'text/csv' },
      body: text,
    });
    const { id } = (await upload.json()) as { id: string };
    await expect
      .poll(async () => (await api.call('GET', `/users/imports/${id}`, { token: owner })).body)
      .toMatchObject({ state: 'finished', accepted: 0 });
  });

  it('attack 25: a manager changes no manager, and gives members no role', async () => {
    await add('peer@members.test', 'MANAGER');
    await add('junior@members.test');
    const { told } = await importPeople(
      manager.access,
      [
        'peer@members.test,Not,Mine,',
        'junior@members.test,Old,Name,Night Desk',
        'owner@example.com,Not,Boss,',
      ],
      'onExisting=update',
    );
    expect(told[0]).toBe('email: is of somebody whose role is not below your own');
    expect(told[1]).toMatch(/^role: /);
    expect(told[2]).toBe('email: is of somebody whose role is not below your own');
    expect(await find('peer@members.test')).toMatchObject({ firstName: 'Old' });
    // What a manager may (control).
    const renamed = await importPeople(
      manager.access,
      ['junior@members.test,New,Name,'],
      'onExisting=update',
    );
    expect(renamed.told).toEqual(['updated']);
  });

  it('nobody changes members who may not by hand', async () => {
    const role = await api.call('POST', '/roles', {
      token: owner,
      body: { name: 'Recruiter', rank: 'MANAGER', permissions: ['user:read', 'user:create'] },
    });
    const recruiter = await api.add(owner, 'recruiter@example.com', String(role.body.id));
    const { access } = await api.turnOnTotp(recruiter.access);
    expect((await send(access, [], 'onExisting=update')).status).toBe(403);
    expect((await send(access, [], 'onExisting=add')).status).toBe(403);
    expect((await send(access, [])).status).toBe(202);
  });
});

describe('attributes and groups of members', () => {
  const columns = 'email,firstName,lastName,groups,attributes.team,attributes.desk';
  const update = (lines: readonly string[], token = owner, wish = '') =>
    importPeople(token, lines, `onExisting=update${wish}`, columns);
  const groupsOf = async (email: string) => {
    const { id } = (await find(email)) as { id: string };
    const { body } = await api.call('GET', `/users/${id}/groups`, { token: owner });
    return (body.data as { name: string }[]).map(({ name }) => name);
  };
  const make = (name: string, permissions: string[] = []) =>
    api.call('POST', '/groups', { token: owner, body: { name, description: '', permissions } });

  beforeAll(async () => {
    const attributes = [
      { key: 'team', name: 'Team', kind: 'choice', choices: ['Sales', 'Research'], required: true },
      { key: 'desk', name: 'Desk', kind: 'number' },
    ];
    const path = '/organizations/current/attributes';
    expect((await api.call('PUT', path, { token: owner, body: { attributes } })).status).toBe(200);
    await make('Readers');
    await make('Writers');
    await make('Powerful', ['audit:read']);
    await add('known@members.test');
    await add('bare@members.test');
  });

  it('come from their lines; what a line does not name stays', async () => {
    const first = ['known@members.test,Old,Name,Readers,Sales,7'];
    expect((await update(first, owner, '&dryRun=true')).told).toEqual(['would_update']);
    expect(await find('known@members.test')).toMatchObject({ attributes: {} });
    expect((await update(first)).told).toEqual(['updated']);
    const sales = { team: 'Sales', desk: 7 };
    expect(await find('known@members.test')).toMatchObject({ attributes: sales });
    expect(await groupsOf('known@members.test')).toEqual(['Readers']);
    expect((await update(first)).told).toEqual(['unchanged']);
    expect((await update(['known@members.test,Old,Name,Writers,Research,'])).told).toEqual([
      'updated',
    ]);
    expect(await find('known@members.test')).toMatchObject({
      attributes: { team: 'Research', desk: 7 },
    });
    expect(await groupsOf('known@members.test')).toEqual(['Readers', 'Writers']);
    const skipped = await importPeople(owner, first, 'onExisting=skip', columns);
    expect(skipped.told).toEqual(['unchanged']);
    expect(await find('known@members.test')).toMatchObject({ attributes: { team: 'Research' } });
  });

  it('are told of, and must be what the organization asks for', async () => {
    const { id } = (await find('known@members.test')) as { id: string };
    await expect
      .poll(async () => {
        const { body } = await api.call('GET', `/audit-logs?targetId=${id}`, { token: owner });
        return (body.data as { action: string }[]).map(({ action }) => action);
      })
      .toEqual(expect.arrayContaining(['user.updated', 'group.member_added']));
    const { told } = await update([
      'bare@members.test,Old,Name,,,3',
      'fresh@members.test,A,B,,,3',
      'known@members.test,Old,Name,,Nobody,',
      'owner@example.com,Ada,Lovelace,,Sales,',
    ]);
    expect(told).toEqual([
      'attributes.team: is required',
      'attributes.team: is required',
      'attributes.team: must be one of Sales, Research',
      'email: is of somebody whose role is not below your own',
    ]);
  });

  it('attack 25: nobody comes into a group that grants what the importer does not hold', async () => {
    const role = await api.call('POST', '/roles', {
      token: owner,
      body: {
        name: 'Grouper',
        rank: 'MANAGER',
        permissions: ['user:read', 'user:create', 'user:update', 'groups:read', 'groups:manage'],
      },
    });
    const person = await api.add(owner, 'grouper@example.com', String(role.body.id));
    const { access } = await api.turnOnTotp(person.access);
    const { told } = await update(
      ['known@members.test,Old,Name,Powerful,,', 'bare@members.test,Old,Name,Readers,,'],
      access,
    );
    expect(told).toEqual(['groups: Powerful grants what you do not hold', 'updated']);
    expect(await groupsOf('known@members.test')).not.toContain('Powerful');
    expect(await groupsOf('bare@members.test')).toEqual(['Readers']);
    const own = await update(['grouper@example.com,Ada,Lovelace,Readers,,'], access);
    expect(own.told).toEqual(['email: is of somebody whose role is not below your own']);
    const define = { token: owner, body: { attributes: [] } };
    expect((await api.call('PUT', '/organizations/current/attributes', define)).status).toBe(200);
  });
});

describe('people with an account elsewhere', () => {
  it('are refused, or invited where that is wished: nobody joins without saying so', async () => {
    const stranger = await api.newPerson('stranger@elsewhere.test');
    const line = ['stranger@elsewhere.test,Any,Name,Night Desk'];
    for (const wish of ['', 'onExisting=update'])
      expect((await importPeople(owner, line, wish)).told).toEqual(['email: is already in use']);
    const tried = await importPeople(owner, line, 'onExisting=add&dryRun=true');
    expect(tried.told).toEqual(['would_invite']);
    expect((await importPeople(owner, line, 'onExisting=add')).told).toEqual(['invited']);
    const again = await importPeople(owner, line, 'onExisting=add');
    expect(again.told).toEqual(['was invited before']);
    expect(again.ended).toMatchObject({ unchanged: 1, refused: 0 });
    expect(await find('stranger@elsewhere.test')).toBeUndefined();
    const token = await api.linkFor('stranger@elsewhere.test');
    const accepted = await api.call('POST', '/auth/invitations/accept', {
      token: stranger.access,
      body: { token },
    });
    expect(accepted.status).toBe(200);
    expect(await find('stranger@elsewhere.test')).toMatchObject({
      customRole: { name: 'Night Desk' },
      firstName: 'Ada',
    });
    // Their names are theirs: the account is not the organization's alone.
    const { told } = await importPeople(owner, line, 'onExisting=add');
    expect(told).toEqual(['the names stay: the account is not of your organization alone']);
  });
});

describe('imports that were', () => {
  it('are listed with who began them and what they came to', async () => {
    const { body } = await api.call('GET', '/users/imports?limit=2', { token: owner });
    expect(body.data).toHaveLength(2);
    expect(body.data).toMatchObject([
      { onExisting: 'add', unchanged: 1, createdBy: { name: 'Ada Lovelace' } },
      { onExisting: 'add', unchanged: 1 },
    ]);
    const { nextCursor } = body.page as { nextCursor: string };
    const next = await api.call('GET', `/users/imports?limit=100&cursor=${nextCursor}`, {
      token: owner,
    });
    expect((next.body.data as unknown[]).length).toBeGreaterThan(5);
  });

  it('one that is cancelled does no more, and keeps nothing of what its lines said', async () => {
    const lines = Array.from({ length: 6000 }, (_, index) => `many${index}@cancel.test,A,B,`);
    const { body } = await send(owner, lines);
    const path = `/users/imports/${String(body.id)}`;
    const cancelled = await api.call('POST', `${path}/cancel`, { token: owner });
    expect(cancelled.status).toBe(200);
    expect(cancelled.body).toMatchObject({ state: 'cancelled', total: 6000 });
    expect(cancelled.body.done).toBeLessThan(6000);
    const again = await api.call('POST', `${path}/cancel`, { token: owner });
    expect(again.body.code).toBe('conflict');
    const [left] = await query(
      gatehouse.databaseUrl,
      `SELECT count(*) FILTER (WHERE data IS NOT NULL)::int AS said,
              count(*) FILTER (WHERE outcome = 'cancelled')::int AS cancelled,
              (SELECT count(*)::int FROM identity.users WHERE email LIKE '%@cancel.test') AS people
         FROM identity.import_lines WHERE import_id = $1`,
      [body.id],
    );
    expect(left).toMatchObject({ said: 0, people: cancelled.body.created });
    expect(left?.cancelled).toBe(6000 - Number(cancelled.body.done));
  });

  it('one that was given up goes on for another who may import', async () => {
    const { body } = await send(manager.access, ['goes-on@retry.test,A,B,'], 'dryRun=true');
    const path = `/users/imports/${String(body.id)}`;
    const state = async () => (await api.call('GET', path, { token: owner })).body.state;
    await expect.poll(state).toBe('finished');
    const early = await api.call('POST', `${path}/retry`, { token: owner });
    expect(early.body.code).toBe('conflict');
    const failed = `UPDATE identity.imports SET state = 'failed', failure = 'x' WHERE id = $1`;
    await query(gatehouse.databaseUrl, failed, [body.id]);
    const again = await api.call('POST', `${path}/retry`, { token: owner });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({
      createdBy: { id: manager.id },
      retriedBy: { name: 'Ada Lovelace' },
    });
    await expect.poll(state).toBe('finished');
  });

  it('are there for whoever adds people, and in their own organization alone', async () => {
    const employee = await api.add(owner, 'employee@example.com', 'EMPLOYEE');
    const refused = await api.call('GET', '/users/imports', { token: employee.access });
    expect(refused.status).toBe(403);
  });
});
