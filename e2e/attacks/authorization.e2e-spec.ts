import {
  type Access,
  answersActing,
  apiBase,
  type RouteContract,
} from '@gatehouse/contracts/route';
import {
  type Permission,
  isAnyPermission,
  type PlatformPermission,
  type PlatformRole,
  platformPermissions,
  platformRolePermissions,
  permissions,
  type Role,
  rolePermissions,
} from '@gatehouse/contracts/permissions';
import { allRoutes } from '@gatehouse/contracts/routes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../harness/api.js';
import { bodies } from './bodies.js';
import {
  foreign,
  type ForeignThing,
  foundForeignTenant,
  readForeignTenant,
} from '../harness/foreign-tenant.js';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;
/** Things of the own tenant, which foreign ones are looked for below. */
let ownServiceAccount: string;
let ownGroup: string;
let foreignBefore: Record<string, unknown>;

interface Actor {
  readonly token: string | undefined;
  readonly id?: string;
  readonly role: Role | null;
  /** Permissions of a custom role. */
  readonly held?: readonly Permission[];
  /** Of the installation. */
  readonly staff?: PlatformRole;
  readonly enrolling?: true;
  /** Somebody else acts for the person. */
  readonly impersonated?: true;
  /** The token is an API key. */
  readonly key?: true;
}
const actors: Record<string, Actor> = {};

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const boss = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
  actors.nobody = { token: undefined, role: null };
  actors.alone = { token: (await api.newPerson('alone@example.com')).access, role: null };
  const owner = await api.turnOnTotp(boss.access);
  actors.boss = { token: owner.access, role: 'BOSS', staff: 'super_admin' };
  const add = async (email: string, role: Role) => {
    const { id, access } = await api.add(owner.access, email, role);
    return { id, access };
  };
  const employee = await add('employee@example.com', 'EMPLOYEE');
  actors.employee = { id: employee.id, token: employee.access, role: 'EMPLOYEE' };
  const enrolling = await add('enrolling@example.com', 'MANAGER');
  actors.enrolling = {
    id: enrolling.id,
    token: enrolling.access,
    role: 'MANAGER',
    enrolling: true,
  };
  const manager = await add('manager@example.com', 'MANAGER');
  const { access } = await api.turnOnTotp(manager.access);
  actors.manager = { id: manager.id, token: access, role: 'MANAGER' };
  actors.custom = await addCustomActor(owner.access);
  actors.admin = await addStaff(owner.access, 'admin');
  actors.auditor = await addStaff(owner.access, 'auditor');
  actors.apiKey = await addKey(owner.access);
  actors.founder = await addFounder();
  actors.robot = await addRobot(owner.access);
  actors.impersonated = await addImpersonated(owner.access, manager.id);
  ownServiceAccount = await addServiceAccount(owner.access);
  ownGroup = await addGroup(owner.access);
  await foundForeignTenant(gatehouse.databaseUrl);
  foreignBefore = await readForeignTenant(gatehouse.databaseUrl);
});

afterAll(() => gatehouse?.stop());

async function addCustomActor(owner: string): Promise<Actor> {
  const held: Permission[] = ['user:read', 'user:delete', 'role:manage'];
  const body = { name: 'Custom', rank: 'EMPLOYEE', permissions: held };
  const role = await api.call('POST', '/roles', { token: owner, body });
  const { id, access } = await api.add(owner, 'custom@example.com', String(role.body.id));
  return { id, token: access, role: 'EMPLOYEE', held };
}

/** Somebody of no organization, who looks after the installation. */
async function addStaff(owner: string, staff: PlatformRole): Promise<Actor> {
  const email = `${staff}@example.com`;
  const { access } = await api.turnOnTotp((await api.newPerson(email)).access);
  const body = { email, platformRole: staff };
  expect((await api.call('POST', '/staff', { token: owner, body })).status).toBe(201);
  return { token: access, role: null, staff };
}

async function addKey(owner: string): Promise<Actor> {
  const body = { name: 'CI', scopes: rolePermissions.BOSS };
  const made = await api.call('POST', '/api-keys', { token: owner, body });
  expect(made.status).toBe(201);
  return { token: String(made.body.secret), role: 'BOSS', key: true };
}

/** The owner of an organization that anybody can found, with no word in the installation. */
async function addFounder(): Promise<Actor> {
  const { access: token } = await api.turnOnTotp(
    (await api.newPerson('founder@example.com')).access,
  );
  const { body } = await api.call('POST', '/organizations', { token, body: { name: 'Another' } });
  const path = `/organizations/${String(body.id)}/switch`;
  const entered = await api.call('POST', path, { token, body: {} });
  expect(entered.status).toBe(200);
  return { token: String(entered.body.accessToken), role: 'BOSS' };
}

/** A key of a service account. */
async function addRobot(owner: string): Promise<Actor> {
  const account = { name: 'Manager', role: 'MANAGER' };
  const made = await api.call('POST', '/service-accounts', { token: owner, body: account });
  const path = `/service-accounts/${String(made.body.id)}/api-keys`;
  const body = { name: 'Robot', scopes: rolePermissions.MANAGER };
  const key = await api.call('POST', path, { token: owner, body });
  expect(key.status).toBe(201);
  return { token: String(key.body.secret), role: 'MANAGER', key: true };
}

async function addImpersonated(owner: string, id: string): Promise<Actor> {
  const body = { reason: 'Support', minutes: 60 };
  const begun = await api.call('POST', `/users/${id}/impersonate`, { token: owner, body });
  expect(begun.status).toBe(201);
  return { id, token: String(begun.body.accessToken), role: 'MANAGER', impersonated: true };
}

async function addServiceAccount(owner: string): Promise<string> {
  const body = { name: 'Robot', role: 'EMPLOYEE' };
  const made = await api.call('POST', '/service-accounts', { token: owner, body });
  expect(made.status).toBe(201);
  return String(made.body.id);
}

async function addGroup(owner: string): Promise<string> {
  const made = await api.call('POST', '/groups', { token: owner, body: { name: 'Own' } });
  expect(made.status).toBe(201);
  return String(made.body.id);
}

const isPermission = (access: Access): access is Permission => access in permissions;
const isPlatformPermission = (access: Access): access is PlatformPermission =>
  Object.hasOwn(platformPermissions, access);
const namesThings = (route: RouteContract): boolean => route.path.includes('/:');
const protectedRoutes = allRoutes.filter(({ access }) => access !== 'public');
/** What an `:id` of a path names; the first that fits. */
const named: readonly (readonly [path: string, thing: ForeignThing])[] = [
  ['/auth/connections/', 'connection'],
  ['/auth/emails/', 'emailAddress'],
  ['/auth/sessions/', 'session'],
  ['/auth/2fa/totp/', 'authenticator'],
  ['/auth/passkeys/', 'passkey'],
  ['/auth/trusted-devices/', 'trustedDevice'],
  ['/users/imports/', 'import'],
  ['/users/', 'user'],
  ['/staff/', 'user'],
  ['/organizations/current/owners/', 'owner'],
  ['/organizations/', 'organization'],
  ['/admin/organizations/', 'organization'],
  ['/admin/inactive-accounts/', 'user'],
  ['/admin/users/', 'user'],
  ['/invitations/', 'invitation'],
  ['/roles/', 'role'],
  ['/groups/', 'group'],
  ['/api-keys/', 'apiKey'],
  ['/service-accounts/', 'serviceAccount'],
  ['/webhooks/', 'webhook'],
  ['/webhook-deliveries/', 'webhookDelivery'],
  ['/webhook-recoveries/', 'webhookRecovery'],
  ['/notifications/notices/', 'notice'],
  ['/notifications/suppressions/', 'suppression'],
  ['/notifications/', 'notification'],
  ['/notification-deliveries/', 'notificationDelivery'],
];
/** Of the installation and not of a tenant: there is no foreign one. */
const nobodys = ['/audit-logs/verifications/', '/security/', '/events/'];

const thingOf = ({ path }: RouteContract) => named.find(([prefix]) => path.startsWith(prefix))?.[1];
const pathOf = (route: RouteContract, parent?: string): string => {
  const thing = thingOf(route);
  const path = route.path
    .replace('/:sessionId', `/${foreign.session}`)
    .replace('/:keyId', `/${foreign.serviceAccountKey}`)
    .replace('/:userId', `/${foreign.user}`)
    .replaceAll(/:\w+/g, parent ?? (thing ? foreign[thing] : foreign.user));
  return (route.root ? '' : apiBase) + path;
};

/** What a caller must get for a thing of another tenant; null where the route is the caller's own. */
function refusal(actor: Actor, route: RouteContract): number | null {
  if (actor.token === undefined) return 401;
  if (actor.enrolling && route.access !== 'enrolling') return 403;
  if (actor.key && ((!isAnyPermission(route.access) && !route.keys) || route.recentProof === true))
    return 403;
  if (actor.impersonated && !answersActing(route)) return 403;
  const held = actor.held ?? (actor.role ? rolePermissions[actor.role] : []);
  const own = actor.staff && !actor.key ? platformRolePermissions[actor.staff] : [];
  if (isPlatformPermission(route.access)) return own.includes(route.access) ? null : 403;
  const readsTrails = route.access === 'audit:read' && own.includes('audit:read_all');
  if (isPermission(route.access) && !held.includes(route.access) && !readsTrails) return 403;
  return namesThings(route) ? 404 : null;
}

async function ask(actor: Actor, route: RouteContract, path: string): Promise<number> {
  const { token } = actor;
  const { status } = await api.call(route.method, path, {
    ...(token === undefined || actor.key ? {} : { token }),
    ...(token !== undefined && actor.key ? { headers: { 'x-api-key': token } } : {}),
    ...(route.body ? { body: bodies[route.name] ?? {} } : {}),
  });
  return status;
}

describe('attack 23: every route, every role, another tenant', () => {
  it.each([
    'nobody',
    'alone',
    'enrolling',
    'employee',
    'custom',
    'manager',
    'boss',
    'founder',
    'admin',
    'auditor',
    'apiKey',
    'robot',
    'impersonated',
  ])('refuses %s', async (name) => {
    const actor = actors[name] ?? { token: undefined, role: null };
    const wrong: string[] = [];
    let checked = 0;
    for (const route of protectedRoutes) {
      const expected = refusal(actor, route);
      if (expected === null) continue;
      checked += 1;
      const status = await ask(actor, route, pathOf(route));
      if (status !== expected) wrong.push(`${route.name}: ${status} instead of ${expected}`);
    }
    expect(wrong).toEqual([]);
    expect(checked).toBeGreaterThan(5);
  });

  it('answers who may, of every kind (positive control)', async () => {
    const readable = protectedRoutes.filter(
      (route) => route.method === 'GET' && !namesThings(route),
    );
    for (const name of ['boss', 'founder', 'admin', 'apiKey', 'robot', 'impersonated']) {
      const actor = actors[name] ?? { token: undefined, role: null };
      // Staff who are in no organization may see what is of the installation.
      const open = readable.filter(
        (route) =>
          refusal(actor, route) === null && (actor.role || isPlatformPermission(route.access)),
      );
      const found: string[] = [];
      for (const route of open) {
        const status = await ask(actor, route, pathOf(route));
        if ([401, 403, 404].includes(status)) found.push(`${name} ${route.name}: ${status}`);
      }
      expect(found).toEqual([]);
      expect(open.length).toBeGreaterThan(3);
    }
  });

  it('has a valid body for every route that names something and takes one', () => {
    const missing = protectedRoutes
      .filter((route) => namesThings(route) && route.body && !(route.name in bodies))
      .map(({ name }) => name);
    expect(missing).toEqual([]);
  });

  it('lists nobody of another tenant', async () => {
    const { body } = await api.call('GET', '/users?limit=100', {
      token: String(actors.boss?.token),
    });
    const people = body.data as { id: string }[];
    expect(people.length).toBeGreaterThan(3);
    expect(people.map(({ id }) => id)).not.toContain(foreign.user);
  });

  it.each([
    ['DELETE', '/users/:id/sessions/:sessionId', () => actors.employee?.id],
    ['DELETE', '/users/:id/api-keys/:keyId', () => actors.employee?.id],
    ['PUT', '/groups/:id/members/:userId', () => ownGroup],
    ['DELETE', '/groups/:id/members/:userId', () => ownGroup],
    ['GET', '/service-accounts/:id/api-keys/:keyId/usage', () => ownServiceAccount],
    ['POST', '/service-accounts/:id/api-keys/:keyId/rotate', () => ownServiceAccount],
    ['PATCH', '/service-accounts/:id/api-keys/:keyId', () => ownServiceAccount],
    ['DELETE', '/service-accounts/:id/api-keys/:keyId', () => ownServiceAccount],
  ] as const)('finds nothing foreign below its own: %s %s', async (method, path, parent) => {
    const route = allRoutes.find((each) => each.method === method && each.path === path);
    if (!route) throw new Error('no such route');
    const boss = actors.boss ?? { token: undefined, role: null };
    expect(await ask(boss, route, pathOf(route, parent()))).toBe(404);
  });

  it('knows a foreign row for everything that a route names', () => {
    const unknown = protectedRoutes
      .filter((route) => route.path.includes('/:id') && !thingOf(route))
      .filter(({ path }) => !nobodys.some((prefix) => path.startsWith(prefix)))
      .map(({ name }) => name);
    expect(unknown).toEqual([]);
  });

  it('everything of the foreign tenant is as it was', async () => {
    const after = await readForeignTenant(gatehouse.databaseUrl);
    expect(after).toEqual(foreignBefore);
    expect(Object.values(after).filter((rows) => (rows as unknown[]).length === 0)).toEqual([]);
  });
});

describe('attack 25: nobody grants what they do not hold, or acts on an equal or a superior', () => {
  const act = (name: string, method: string, path: string, body?: unknown) =>
    api.call(method, path, { token: String(actors[name]?.token), ...(body ? { body } : {}) });
  const person = { email: 'new@example.com', firstName: 'N', lastName: 'N' };
  const bossId = async () => {
    const { body } = await act('boss', 'GET', '/auth/validate');
    return String(body.userId);
  };

  it.each([
    ['manager', 'MANAGER'],
    ['manager', 'BOSS'],
    ['boss', 'BOSS'],
  ])('a %s adds no %s', async (name, role) => {
    expect((await act(name, 'POST', '/users', { ...person, role })).status).toBe(403);
  });

  it('a manager does nothing to an equal', async () => {
    const path = `/users/${actors.enrolling?.id}`;
    for (const [method, suffix, body] of [
      ['PATCH', '', { firstName: 'Mallory' }],
      ['POST', '/deactivate', undefined],
      ['POST', '/activate', undefined],
      ['PUT', '/role', { role: 'EMPLOYEE' }],
      ['DELETE', '', undefined],
    ] as const)
      expect((await act('manager', method, path + suffix, body)).status).toBe(403);
  });

  it('nobody does anything to the owner, not even the owner', async () => {
    const path = `/users/${await bossId()}`;
    for (const name of ['manager', 'boss'])
      for (const [method, suffix] of [
        ['POST', '/deactivate'],
        ['DELETE', ''],
      ] as const)
        expect((await act(name, method, path + suffix)).status).toBe(403);
  });

  it('no role is above the one who gives it', async () => {
    const path = `/users/${actors.employee?.id}/role`;
    expect((await act('boss', 'PUT', path, { role: 'BOSS' })).status).toBe(403);
    expect((await act('manager', 'PUT', path, { role: 'EMPLOYEE' })).status).toBe(403);
    expect((await act('boss', 'PUT', path, { role: 'MANAGER' })).status).toBe(200);
    expect((await act('boss', 'PUT', path, { role: 'EMPLOYEE' })).status).toBe(200);
  });

  it('a changed role takes effect at the next request', async () => {
    const { id, access } = await api.add(
      String(actors.boss?.token),
      'rise@example.com',
      'EMPLOYEE',
    );
    expect((await api.call('GET', '/users', { token: access })).status).toBe(403);
    await act('boss', 'PUT', `/users/${id}/role`, { role: 'MANAGER' });
    const now = await api.call('GET', '/users', { token: access });
    expect(now.body.code).toBe('enrolment_required');
  });
});
