import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../server/test/harness/database.js';
import { type Api, password, statuses, times } from './harness/api.js';
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

const create = (body: object, token = owner) =>
  api.call('POST', '/roles', {
    token,
    body: { name: 'Support', rank: 'EMPLOYEE', permissions: [], ...body },
  });
const newRole = async (name: string, permissions: string[], rank = 'EMPLOYEE') => {
  const { status, body } = await create({ name, rank, permissions });
  expect(status).toBe(201);
  return String(body.id);
};
const change = (id: string, body: object, token = owner, headers: Record<string, string> = {}) =>
  api.call('PATCH', `/roles/${id}`, { token, body, headers });
const remove = (id: string, token = owner, query = '') =>
  api.call('DELETE', `/roles/${id}${query}`, { token });
const assign = (userId: string, role: string, token = owner) =>
  api.call('PUT', `/users/${userId}/role`, { token, body: { role } });
/** Somebody who has a custom role, with a second factor. */
const holder = async (email: string, role: string) => {
  const person = await api.add(owner, email, role);
  const { access } = await api.turnOnTotp(person.access);
  return { id: person.id, access };
};
const read = (path: string, token: string, through = api) =>
  through.call('GET', path, { token }).then(({ status }) => status);
const matrix = async (token = owner) => {
  const { body } = await api.call('GET', '/roles', { token });
  return body.data as {
    id: string;
    name: string;
    permissions: string[];
    members: number;
    grantable: boolean;
  }[];
};

describe('custom roles', () => {
  it('stand in the matrix below the built-in ones, with how many have them', async () => {
    const id = await newRole('Clerk', ['user:read']);
    await api.add(owner, 'clerk@example.com', id);
    const rows = await matrix();
    expect(rows.slice(0, 3).map((row) => [row.id, row.grantable])).toEqual([
      ['BOSS', false],
      ['MANAGER', true],
      ['EMPLOYEE', true],
    ]);
    expect(rows.find((row) => row.id === id)).toMatchObject({
      name: 'Clerk',
      permissions: ['user:read'],
      members: 1,
      grantable: true,
    });
  });

  it('let their holders do what they say, and nothing else of their rank', async () => {
    const id = await newRole('Auditor', ['audit:read'], 'MANAGER');
    const { access } = await holder('auditor@example.com', id);
    expect(await read('/audit-logs', access)).toBe(200);
    expect(await read('/users', access)).toBe(403);
    const { body } = await api.call('GET', '/auth/profile', { token: access });
    expect(body).toMatchObject({
      role: 'MANAGER',
      customRole: { id, name: 'Auditor' },
      permissions: ['audit:read'],
    });
  });

  it('have a name that no other has', async () => {
    await newRole('Unique', []);
    expect((await create({ name: 'unique' })).body.code).toBe('role_name_taken');
    for (const name of ['Boss', 'MANAGER', '']) expect((await create({ name })).status).toBe(422);
    const answers = await times(10, () => create({ name: 'Race' }));
    expect(statuses(answers).filter((status) => status === 201)).toHaveLength(1);
  });

  it('are changed under If-Match', async () => {
    const made = await create({ name: 'Edited' });
    const id = String(made.body.id);
    const first = await change(id, { description: 'One' });
    const etag = { 'if-match': first.headers.get('etag') ?? '' };
    const answers = await times(10, (index) =>
      change(id, { description: `${index}` }, owner, etag),
    );
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(1);
  });

  it('are deleted when nobody has them, or is invited to them', async () => {
    const id = await newRole('Passing', ['user:read']);
    const { id: userId } = await api.add(owner, 'passing@example.com', id);
    expect((await remove(id)).body.code).toBe('role_in_use');
    expect((await assign(userId, 'EMPLOYEE')).status).toBe(200);
    const invitation = await api.call('POST', '/invitations', {
      token: owner,
      body: { email: 'invited@example.com', role: id },
    });
    expect((await remove(id)).body.code).toBe('role_in_use');
    await api.call('DELETE', `/invitations/${String(invitation.body.id)}`, { token: owner });
    const answers = await times(10, () => remove(id));
    expect(statuses(answers).filter((status) => status === 204)).toHaveLength(1);
    expect((await assign(userId, id)).status).toBe(404);
  });

  it('are deleted with a replacement for whoever has them, or is invited to them', async () => {
    const id = await newRole('Outgoing', ['user:read']);
    const incoming = await newRole('Incoming', ['audit:read']);
    const person = await api.add(owner, 'outgoing@example.com', id);
    const account = await api.call('POST', '/service-accounts', {
      token: owner,
      body: { name: 'Outgoing robot', role: id },
    });
    await api.call('POST', '/invitations', {
      token: owner,
      body: { email: 'outgoing-guest@example.com', role: id },
    });
    for (const through of [api, other])
      expect(await read('/users', person.access, through)).toBe(200);
    expect((await remove(id, owner, `?replacement=${id}`)).body.code).toBe('role_in_use');
    expect((await remove(id, owner, `?replacement=${incoming}`)).status).toBe(204);
    for (const through of [api, other]) {
      expect(await read('/users', person.access, through)).toBe(403);
      expect(await read('/audit-logs', person.access, through)).toBe(200);
    }
    const robot = await api.call('GET', `/service-accounts/${String(account.body.id)}`, {
      token: owner,
    });
    expect(robot.body).toMatchObject({ customRole: { id: incoming } });
    const token = await api.linkFor('outgoing-guest@example.com');
    const body = { token, firstName: 'G', lastName: 'H', password };
    expect((await api.call('POST', '/auth/invitations/register', { body })).status).toBe(201);
    const guest = await api.tokensOf('outgoing-guest@example.com');
    expect(await read('/audit-logs', guest.access)).toBe(200);
    const told = await instances.sql(
      `SELECT event -> 'data' AS data FROM identity.outbox
        WHERE type = 'user.role_changed' AND event -> 'data' ->> 'userId' = $1
        UNION ALL SELECT event -> 'data' FROM identity.outbox
        WHERE type = 'role.deleted' AND event -> 'data' ->> 'roleId' = $2`,
      [person.id, id],
    );
    expect(told.map(({ data }) => data)).toEqual([
      { userId: person.id, from: 'Outgoing', to: 'Incoming' },
      expect.objectContaining({ name: 'Outgoing', replacement: 'Incoming' }),
    ]);
  });

  it('are never lost by whoever gets them while they are deleted', async () => {
    const id = await newRole('Contended', [], 'MANAGER');
    const { id: userId } = await api.add(owner, 'contended@example.com', 'EMPLOYEE');
    const [given, deleted] = await Promise.all([assign(userId, id), remove(id)]);
    expect([given.status === 200, deleted.status === 204].filter(Boolean)).toHaveLength(1);
    const [row] = await instances.sql(
      `SELECT role, custom_role_id AS "customRoleId" FROM identity.memberships WHERE user_id = $1`,
      [userId],
    );
    expect(row).toEqual(
      given.status === 200
        ? { role: 'MANAGER', customRoleId: id }
        : { role: 'EMPLOYEE', customRoleId: null },
    );
  });

  it('are given to newcomers or deleted, whoever comes first', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await newRole(`Fleeting ${round}`, []);
      const email = `fleeting${round}@example.com`;
      const person = { email, firstName: 'F', lastName: 'L', role: id };
      const [invited, added, deleted] = await Promise.all([
        api.call('POST', '/invitations', {
          token: owner,
          body: { email: `to.${email}`, role: id },
        }),
        other.call('POST', '/users', { token: owner, body: person }),
        remove(id),
      ]);
      const given = [invited, added].map(({ status }) => status);
      expect(given.every((status) => status === 201 || status === 404)).toBe(true);
      expect(deleted.status).toBe(given.includes(201) ? 409 : 204);
    }
  });

  it('are given by invitation too', async () => {
    const id = await newRole('Guest', ['audit:read']);
    const email = 'guest@example.com';
    const invited = await api.call('POST', '/invitations', {
      token: owner,
      body: { email, role: id },
    });
    expect(invited.body).toMatchObject({ role: 'EMPLOYEE', customRole: { name: 'Guest' } });
    const token = await api.linkFor(email);
    const person = { firstName: 'G', lastName: 'H', password };
    const body = { token, ...person };
    expect((await api.call('POST', '/auth/invitations/register', { body })).status).toBe(201);
    const { access } = await api.tokensOf(email);
    expect(await read('/audit-logs', access)).toBe(200);
  });
});

describe('a changed role takes effect at the next request, on every instance', () => {
  it('when permissions are granted and withdrawn', async () => {
    const id = await newRole('Changing', []);
    const { access } = await api.add(owner, 'changing@example.com', id);
    for (const through of [api, other]) expect(await read('/users', access, through)).toBe(403);
    await change(id, { permissions: ['user:read'] });
    for (const through of [api, other]) expect(await read('/users', access, through)).toBe(200);
    await change(id, { permissions: [] });
    for (const through of [other, api]) expect(await read('/users', access, through)).toBe(403);
  });

  it('when somebody gets another role', async () => {
    const id = await newRole('Given', ['user:read']);
    const { id: userId, access } = await api.add(owner, 'given@example.com', 'EMPLOYEE');
    for (const through of [api, other]) expect(await read('/users', access, through)).toBe(403);
    await assign(userId, id);
    for (const through of [api, other]) expect(await read('/users', access, through)).toBe(200);
  });

  it('for API keys as well', async () => {
    const id = await newRole('Keyed', ['user:read']);
    const { access } = await holder('keyed@example.com', id);
    const key = await api.call('POST', '/api-keys', {
      token: access,
      body: { name: 'CI', scopes: ['user:read'] },
    });
    const use = async (through: Api) => {
      const headers = { 'x-api-key': String(key.body.secret) };
      return (await through.call('GET', '/users', { headers })).status;
    };
    expect(await use(other)).toBe(200);
    await change(id, { permissions: [] });
    expect([await use(other), await use(api)]).toEqual([403, 403]);
  });
});

describe('attack 25: nobody grants a permission that they do not hold', () => {
  let deputy: { id: string; access: string };
  let deputyRole: string;

  beforeAll(async () => {
    const held = ['user:read', 'user:create', 'role:assign', 'role:manage'];
    deputyRole = await newRole('Deputy', held, 'MANAGER');
    deputy = await holder('deputy@example.com', deputyRole);
  });

  it('in a role that they make', async () => {
    const make = (body: object) => create(body, deputy.access);
    expect((await make({ name: 'A', permissions: ['audit:read'] })).status).toBe(403);
    expect((await make({ name: 'B', rank: 'MANAGER' })).status).toBe(403);
    expect((await make({ name: 'C', permissions: ['user:read'] })).status).toBe(201);
  });

  it('in a role that they change, their own included', async () => {
    const id = await newRole('Low', ['audit:read']);
    const more = { permissions: ['audit:read', 'user:delete'] };
    expect((await change(id, more, deputy.access)).status).toBe(403);
    expect((await change(deputyRole, { description: 'x' }, deputy.access)).status).toBe(403);
    expect((await remove(deputyRole, deputy.access)).status).toBe(403);
    // What they do not hold may stay, and may be taken away.
    expect((await change(id, { name: 'Lower' }, deputy.access)).status).toBe(200);
    expect((await change(id, { permissions: [] }, deputy.access)).status).toBe(200);
  });

  it('by giving somebody a role that has it', async () => {
    const id = await newRole('Reader', ['audit:read']);
    const { id: userId } = await api.add(owner, 'below@example.com', 'EMPLOYEE');
    expect((await assign(userId, id, deputy.access)).status).toBe(403);
    expect((await assign(userId, 'MANAGER', deputy.access)).status).toBe(403);
    const person = { email: 'n@example.com', firstName: 'N', lastName: 'N', role: id };
    for (const [path, body] of [
      ['/users', person],
      ['/invitations', { email: person.email, role: id }],
    ] as const)
      expect((await api.call('POST', path, { token: deputy.access, body })).status).toBe(403);
    expect((await matrix(deputy.access)).find((row) => row.id === id)?.grantable).toBe(false);
    const held = await newRole('Held', []);
    for (const replacement of [id, 'MANAGER'])
      expect((await remove(held, deputy.access, `?replacement=${replacement}`)).status).toBe(403);
  });

  it('with an API key whose scopes do not have it', async () => {
    const key = await api.call('POST', '/api-keys', {
      token: owner,
      body: { name: 'Narrow', scopes: ['role:assign', 'role:manage'] },
    });
    const headers = { 'x-api-key': String(key.body.secret) };
    const wide = { name: 'Wide', rank: 'EMPLOYEE', permissions: ['audit:read'] };
    expect((await api.call('POST', '/roles', { headers, body: wide })).status).toBe(403);
    const { id } = await api.add(owner, 'target@example.com', 'EMPLOYEE');
    const body = { role: 'MANAGER' };
    expect((await api.call('PUT', `/users/${id}/role`, { headers, body })).status).toBe(403);
  });

  it('and a permission that does not exist is not granted', async () => {
    expect((await create({ name: 'Odd', permissions: ['user:everything'] })).status).toBe(422);
  });
});
