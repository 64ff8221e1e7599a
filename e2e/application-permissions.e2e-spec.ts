import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../server/test/harness/database.js';
import { type Api, statuses, times } from './harness/api.js';
import { startTwoInstances, type TwoInstances } from './harness/instances.js';

let instances: TwoInstances;
let api: Api;
let other: Api;
/** BOSS of Northwind, and super admin. */
let staff: string;

beforeAll(async () => {
  instances = await startTwoInstances(await createTestDatabase());
  ({ left: api, right: other } = instances);
  const { access } = await api.setUp(instances.setupUrl, 'owner@example.com');
  staff = (await api.turnOnTotp(access)).access;
});
afterAll(() => instances?.stop());

const path = (name: string) => `/application-permissions/${name}`;
const define = (name: string, token = staff) =>
  api.call('PUT', path(name), { token, body: { description: `May ${name}` } });
const remove = (name: string, token = staff) => api.call('DELETE', path(name), { token });
const ask = async (token: string, permissions: string[], through = api) => {
  const { status, body } = await through.call('POST', '/auth/check', {
    token,
    body: { permissions },
  });
  expect(status).toBe(200);
  return body;
};
const allowed = async (token: string, name: string) => [
  (await ask(token, [name])).allowed,
  (await ask(token, [name], other)).allowed,
];
const yes = [true, true];
const no = [false, false];
const make = async (kind: 'roles' | 'groups', permissions: string[], token = staff) => {
  const name = `Of ${kind} ${permissions.join(' ')} ${Math.random()}`;
  const rank = kind === 'roles' ? { rank: 'EMPLOYEE' } : {};
  return api.call('POST', `/${kind}`, { token, body: { name, permissions, ...rank } });
};

describe('permissions of applications', () => {
  it('are defined by the staff, listed by name, and described anew', async () => {
    expect((await define('zebras:feed')).body).toMatchObject({ name: 'zebras:feed' });
    await define('apes:feed');
    const body = { description: 'Feed the apes' };
    expect((await api.call('PUT', path('apes:feed'), { token: staff, body })).status).toBe(200);
    const { access } = await api.add(staff, 'reader@example.com', 'EMPLOYEE');
    const list = await api.call('GET', '/application-permissions', { token: access });
    expect(list.body.data).toMatchObject([
      { name: 'apes:feed', description: 'Feed the apes' },
      { name: 'zebras:feed' },
    ]);
    expect((await define('lions:feed', access)).status).toBe(403);
    expect((await remove('apes:feed', access)).status).toBe(403);
  });

  it('never have a name that is or may become one of Gatehouse', async () => {
    for (const name of ['user:read', 'groups:obey', 'payments:refund', 'nothing', 'A:b'])
      expect((await define(name)).status).toBe(404);
  });

  it('are held by owners, and answer whoever asks, with Gatehouse’s own beside them', async () => {
    await define('doors:open');
    expect(await allowed(staff, 'doors:open')).toEqual(yes);
    const wished = ['doors:open', 'user:read', 'nobody:knows'];
    expect(await ask(staff, wished)).toMatchObject({ allowed: false, missing: ['nobody:knows'] });
    const { body } = await api.call('GET', '/auth/validate', { token: staff });
    expect(body.permissions).toContain('doors:open');
    const roles = await api.call('GET', '/roles', { token: staff });
    const [boss, manager] = roles.body.data as { permissions: string[] }[];
    expect(boss?.permissions).toContain('doors:open');
    expect(manager?.permissions).not.toContain('doors:open');
  });

  it('are granted by a role and by a group, from the next request on', async () => {
    await define('invoices:approve');
    const role = await make('roles', ['invoices:approve']);
    const byRole = await api.add(staff, 'by-role@example.com', String(role.body.id));
    expect(await allowed(byRole.access, 'invoices:approve')).toEqual(yes);
    const group = await make('groups', ['invoices:approve']);
    const byGroup = await api.add(staff, 'by-group@example.com', 'EMPLOYEE');
    expect(await allowed(byGroup.access, 'invoices:approve')).toEqual(no);
    const member = `/groups/${String(group.body.id)}/members/${byGroup.id}`;
    await api.call('PUT', member, { token: staff });
    expect(await allowed(byGroup.access, 'invoices:approve')).toEqual(yes);
  });

  it('are scopes of API keys, which may ask as well', async () => {
    await define('robots:run');
    const body = { name: 'Robot', scopes: ['robots:run'] };
    const key = await api.call('POST', '/api-keys', { token: staff, body });
    expect(key.status).toBe(201);
    const headers = { 'x-api-key': String(key.body.secret) };
    const check = async (name: string) =>
      (await api.call('POST', '/auth/check', { headers, body: { permissions: [name] } })).body;
    expect(await check('robots:run')).toMatchObject({ allowed: true });
    expect(await check('user:read')).toMatchObject({ allowed: false });
    await remove('robots:run');
    expect(await check('robots:run')).toMatchObject({ allowed: false });
  });

  it('are taken from everything when they are removed, and stay gone when they come again', async () => {
    await define('gates:open');
    const role = await make('roles', ['gates:open']);
    const group = await make('groups', ['gates:open', 'user:read']);
    const holder = await api.add(staff, 'holder@example.com', String(role.body.id));
    const member = await api.add(staff, 'member@example.com', 'EMPLOYEE');
    await api.call('PUT', `/groups/${String(group.body.id)}/members/${member.id}`, {
      token: staff,
    });
    for (const { access } of [holder, member])
      expect(await allowed(access, 'gates:open')).toEqual(yes);
    const answers = statuses(await times(10, () => remove('gates:open')));
    expect(answers.filter((status) => status === 204)).toHaveLength(1);
    expect(new Set(answers)).toEqual(new Set([204, 404]));
    for (const token of [staff, holder.access, member.access])
      expect(await allowed(token, 'gates:open')).toEqual(no);
    await define('gates:open');
    expect(await allowed(staff, 'gates:open')).toEqual(yes);
    for (const { access } of [holder, member])
      expect(await allowed(access, 'gates:open')).toEqual(no);
    expect(await allowed(member.access, 'user:read')).toEqual(yes);
  });

  it('leave nothing behind where roles and groups are given one while it is removed', async () => {
    await define('races:win');
    await Promise.all([
      ...Array.from({ length: 5 }, () => make('roles', ['races:win'])),
      remove('races:win'),
      ...Array.from({ length: 5 }, () => make('groups', ['races:win'])),
    ]);
    const [left] = await instances.sql(
      `SELECT (SELECT count(*) FROM identity.custom_roles WHERE 'races:win' = ANY (permissions))
        + (SELECT count(*) FROM identity.groups WHERE 'races:win' = ANY (permissions)) AS count`,
    );
    expect(Number(left?.count)).toBe(0);
  });
});

describe('attack 25: nobody grants a permission of an application that they do not hold', () => {
  it('by a role that they make or give, a group, or a key', async () => {
    await define('vaults:open');
    const role = await api.call('POST', '/roles', {
      token: staff,
      body: {
        name: 'Deputy',
        rank: 'MANAGER',
        permissions: ['user:read', 'role:assign', 'role:manage', 'groups:manage'],
      },
    });
    const added = await api.add(staff, 'deputy@example.com', String(role.body.id));
    const { access } = await api.turnOnTotp(added.access);
    const wide = await make('roles', ['vaults:open']);
    const { id } = await api.add(staff, 'target@example.com', 'EMPLOYEE');
    const give = { token: access, body: { role: String(wide.body.id) } };
    expect((await api.call('PUT', `/users/${id}/role`, give)).status).toBe(403);
    for (const kind of ['roles', 'groups'] as const)
      expect((await make(kind, ['vaults:open'], access)).status).toBe(403);
    const body = { name: 'Key', scopes: ['vaults:open'] };
    expect((await api.call('POST', '/api-keys', { token: access, body })).status).toBe(403);
    const group = await make('groups', ['vaults:open']);
    const member = `/groups/${String(group.body.id)}/members/${id}`;
    expect((await api.call('PUT', member, { token: access })).status).toBe(403);
  });

  it('that is not defined', async () => {
    for (const kind of ['roles', 'groups'] as const)
      expect((await make(kind, ['ghosts:call'])).status).toBe(403);
  });
});
