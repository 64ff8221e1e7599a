import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../server/test/harness/database.js';
import { type Api, statuses, times } from './harness/api.js';
import { startTwoInstances, type TwoInstances } from './harness/instances.js';

let instances: TwoInstances;
let api: Api;
let other: Api;
let owner: string;

beforeAll(async () => {
  instances = await startTwoInstances(await createTestDatabase());
  ({ left: api, right: other } = instances);
  const { access } = await api.setUp(instances.setupUrl, 'owner@example.com');
  owner = (await api.turnOnTotp(access)).access;
});
afterAll(() => instances?.stop());

const create = (body: object, token = owner) => api.call('POST', '/groups', { token, body });
const newGroup = async (name: string, permissions: string[] = []) => {
  const { status, body } = await create({ name, permissions });
  expect(status).toBe(201);
  return String(body.id);
};
const change = (id: string, body: object, token = owner, headers: Record<string, string> = {}) =>
  api.call('PATCH', `/groups/${id}`, { token, body, headers });
const remove = (id: string, token = owner) => api.call('DELETE', `/groups/${id}`, { token });
const join = (id: string, userId: string, token = owner) =>
  api.call('PUT', `/groups/${id}/members/${userId}`, { token });
const leave = (id: string, userId: string, token = owner) =>
  api.call('DELETE', `/groups/${id}/members/${userId}`, { token });
const read = (path: string, token: string, through = api) =>
  through.call('GET', path, { token }).then(({ status }) => status);
const rows = async (path: string, token = owner) =>
  (await api.call('GET', path, { token })).body.data as { id: string; name: string }[];
const idOf = async (token: string) =>
  String((await api.call('GET', '/auth/validate', { token })).body.userId);

describe('groups', () => {
  it('are listed by name, with how many are in them, page by page and by part of a name', async () => {
    for (const name of ['Sales north', 'sales east', 'Depot']) await newGroup(name);
    const { id } = await api.add(owner, 'east@example.com', 'EMPLOYEE');
    const [east] = await rows('/groups?search=EAST');
    await join(east?.id ?? '', id);
    expect((await rows('/groups?search=sales')).map(({ name }) => name)).toEqual([
      'sales east',
      'Sales north',
    ]);
    const first = await api.call('GET', '/groups?limit=2', { token: owner });
    const { nextCursor } = first.body.page as { nextCursor: string };
    expect((first.body.data as object[])[1]).toMatchObject({ name: 'sales east', members: 1 });
    expect((await rows(`/groups?limit=2&cursor=${nextCursor}`))[0]?.name).toBe('Sales north');
  });

  it('say who is in them, and people say what they are in', async () => {
    const id = await newGroup('Drivers');
    const person = await api.add(owner, 'driver@example.com', 'EMPLOYEE');
    expect((await join(id, person.id)).status).toBe(204);
    expect((await join(id, person.id)).status).toBe(204);
    expect(await rows(`/groups/${id}/members`)).toMatchObject([{ id: person.id }]);
    expect(await rows(`/users/${person.id}/groups`)).toEqual([{ id, name: 'Drivers' }]);
    expect(await rows(`/users?group=${id}`)).toMatchObject([{ id: person.id }]);
    for (const path of ['/auth/profile', '/auth/validate']) {
      const { body } = await api.call('GET', path, { token: person.access });
      expect(body.groups).toEqual([{ id, name: 'Drivers' }]);
    }
    await change(id, { name: 'Pilots' });
    const { body } = await other.call('GET', '/auth/validate', { token: person.access });
    expect(body.groups).toEqual([{ id, name: 'Pilots' }]);
    expect((await leave(id, person.id)).status).toBe(204);
    expect((await leave(id, person.id)).status).toBe(404);
    expect(await rows(`/users?group=${id}`)).toEqual([]);
  });

  it('have a name that no other has, also of many at once', async () => {
    await newGroup('Unique');
    expect((await create({ name: 'unique' })).body.code).toBe('group_name_taken');
    const answers = await times(10, () => create({ name: 'Race' }));
    expect(statuses(answers).filter((status) => status === 201)).toHaveLength(1);
  });

  it('are changed under If-Match', async () => {
    const id = await newGroup('Edited');
    const known = await api.call('GET', `/groups/${id}`, { token: owner });
    const etag = { 'if-match': known.headers.get('etag') ?? '' };
    const answers = await times(10, (index) =>
      change(id, { description: `${index}` }, owner, etag),
    );
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(1);
  });

  it('hold one person once, however many add them, and tell of it once', async () => {
    const id = await newGroup('Once');
    const { id: userId } = await api.add(owner, 'once@example.com', 'EMPLOYEE');
    await times(10, () => join(id, userId));
    const [told] = await instances.sql(
      `SELECT count(*)::int AS count FROM identity.outbox
       WHERE type = 'group.member_added' AND event::text LIKE '%' || $1 || '%'`,
      [id],
    );
    expect(told).toEqual({ count: 1 });
  });

  it('lose whoever leaves the organization', async () => {
    const id = await newGroup('Left');
    const { id: userId, access } = await api.add(owner, 'leaver@example.com', 'EMPLOYEE');
    await join(id, userId);
    const path = '/organizations/current/membership';
    expect((await api.call('DELETE', path, { token: access })).status).toBe(204);
    expect(await rows(`/groups/${id}/members`)).toEqual([]);
    const [left] = await instances.sql(
      `SELECT count(*)::int AS count FROM identity.group_members WHERE user_id = $1`,
      [userId],
    );
    expect(left).toEqual({ count: 0 });
  });
});

describe('what a group permits holds at the next request, on every instance', () => {
  const expectUsers = async (token: string, status: number) => {
    for (const through of [api, other]) expect(await read('/users', token, through)).toBe(status);
  };

  it('from when somebody is added until they are taken out', async () => {
    const id = await newGroup('Readers', ['user:read']);
    const { id: userId, access } = await api.add(owner, 'reader@example.com', 'EMPLOYEE');
    await expectUsers(access, 403);
    await join(id, userId);
    await expectUsers(access, 200);
    const { body } = await api.call('GET', '/auth/profile', { token: access });
    expect(body).toMatchObject({ role: 'EMPLOYEE', permissions: ['user:read'] });
    await leave(id, userId);
    await expectUsers(access, 403);
  });

  it('when its permissions change, beside those of a custom role, and when it is deleted', async () => {
    const role = await api.call('POST', '/roles', {
      token: owner,
      body: { name: 'Auditing', rank: 'EMPLOYEE', permissions: ['audit:read'] },
    });
    const person = await api.add(owner, 'both@example.com', String(role.body.id));
    const id = await newGroup('Changing');
    await join(id, person.id);
    await expectUsers(person.access, 403);
    await change(id, { permissions: ['user:read'] });
    await expectUsers(person.access, 200);
    expect(await read('/audit-logs', person.access)).toBe(200);
    await change(id, { permissions: [] });
    await expectUsers(person.access, 403);
    await change(id, { permissions: ['user:read'] });
    await remove(id);
    await expectUsers(person.access, 403);
    expect(await read('/audit-logs', person.access)).toBe(200);
  });

  it('for API keys as well', async () => {
    const id = await newGroup('Keyed', ['user:read']);
    const person = await api.add(owner, 'keyed@example.com', 'EMPLOYEE');
    await join(id, person.id);
    const { access } = await api.turnOnTotp(person.access);
    const body = { name: 'CI', scopes: ['user:read'] };
    const key = await api.call('POST', '/api-keys', { token: access, body });
    expect(key.status).toBe(201);
    const headers = { 'x-api-key': String(key.body.secret) };
    const use = async (through: Api) => (await through.call('GET', '/users', { headers })).status;
    expect([await use(api), await use(other)]).toEqual([200, 200]);
    await leave(id, person.id);
    expect([await use(other), await use(api)]).toEqual([403, 403]);
  });
});

describe('attack 25: nobody grants by a group what they do not hold', () => {
  let deputy: { id: string; access: string };

  beforeAll(async () => {
    const permissions = ['user:read', 'groups:read', 'groups:manage'];
    const role = await api.call('POST', '/roles', {
      token: owner,
      body: { name: 'Deputy', rank: 'MANAGER', permissions },
    });
    const added = await api.add(owner, 'deputy@example.com', String(role.body.id));
    deputy = { id: added.id, access: (await api.turnOnTotp(added.access)).access };
  });

  it('that they make or change', async () => {
    const make = (body: object) => create(body, deputy.access);
    expect((await make({ name: 'A', permissions: ['audit:read'] })).status).toBe(403);
    expect((await make({ name: 'B', permissions: ['user:read'] })).status).toBe(201);
    const id = await newGroup('High', ['audit:read']);
    const more = { permissions: ['audit:read', 'user:delete'] };
    expect((await change(id, more, deputy.access)).status).toBe(403);
    // What they do not hold may stay, and may be taken away.
    expect((await change(id, { name: 'Higher' }, deputy.access)).status).toBe(200);
    expect((await change(id, { permissions: [] }, deputy.access)).status).toBe(200);
    expect((await make({ name: 'C', permissions: ['user:everything'] })).status).toBe(422);
  });

  it('that they add somebody to', async () => {
    const id = await newGroup('Trail', ['audit:read']);
    const { id: userId } = await api.add(owner, 'below@example.com', 'EMPLOYEE');
    expect((await join(id, userId, deputy.access)).status).toBe(403);
    const mine = await newGroup('People', ['user:read']);
    expect((await join(mine, userId, deputy.access)).status).toBe(204);
  });

  it('to themselves, an equal or a superior, now or later', async () => {
    const equal = await api.add(owner, 'equal@example.com', 'MANAGER');
    const id = await newGroup('Equals');
    for (const userId of [deputy.id, equal.id, await idOf(owner)])
      expect((await join(id, userId, deputy.access)).status).toBe(403);
    expect((await join(id, deputy.id)).status).toBe(204);
    const body = { permissions: ['user:read'] };
    expect((await change(id, body, deputy.access)).status).toBe(403);
    expect((await leave(id, deputy.id, deputy.access)).status).toBe(403);
    expect((await remove(id, deputy.access)).status).toBe(403);
    expect((await change(id, body)).status).toBe(200);
  });

  it('with an API key whose scopes do not have it', async () => {
    const key = await api.call('POST', '/api-keys', {
      token: owner,
      body: { name: 'Narrow', scopes: ['groups:manage'] },
    });
    const headers = { 'x-api-key': String(key.body.secret) };
    const wide = { name: 'Wide', permissions: ['audit:read'] };
    expect((await api.call('POST', '/groups', { headers, body: wide })).status).toBe(403);
    const id = await newGroup('Wide', ['audit:read']);
    const { id: userId } = await api.add(owner, 'target@example.com', 'EMPLOYEE');
    const path = `/groups/${id}/members/${userId}`;
    expect((await api.call('PUT', path, { headers })).status).toBe(403);
  });

  it('without the permission to look at groups or to manage them', async () => {
    const { access } = await api.add(owner, 'plain@example.com', 'EMPLOYEE');
    expect(await read('/groups', access)).toBe(403);
    const manager = await api.add(owner, 'manager@example.com', 'MANAGER');
    const { access: managing } = await api.turnOnTotp(manager.access);
    expect(await read('/groups', managing)).toBe(200);
    expect((await create({ name: 'Mine' }, managing)).status).toBe(403);
  });
});
