import { randomUUID } from 'node:crypto';
import { type Access, apiBase, type RouteContract } from '@gatehouse/contracts/route';
import {
  type Permission,
  platformPermissions,
  permissions,
  type Role,
  rolePermissions,
} from '@gatehouse/contracts/permissions';
import { allRoutes } from '@gatehouse/contracts/routes';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../server/test/harness/database.js';
import { Api } from '../harness/api.js';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';

let database: TestDatabase;
let gatehouse: RunningGatehouse;
let api: Api;
/** Ids that belong to another tenant. */
const foreign = {
  user: randomUUID(),
  session: randomUUID(),
  organization: randomUUID(),
  role: randomUUID(),
  invitation: randomUUID(),
};

interface Actor {
  readonly token: string | undefined;
  readonly id?: string;
  readonly role: Role | null;
  /** Permissions of a custom role. */
  readonly held?: readonly Permission[];
  /** Of the installation. */
  readonly staff?: true;
  readonly enrolling?: true;
}
const actors: Record<string, Actor> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  gatehouse = await startGatehouse({ DATABASE_URL: database.url });
  api = new Api(gatehouse.url);
  const boss = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
  actors.nobody = { token: undefined, role: null };
  actors.alone = { token: (await api.newPerson('alone@example.com')).access, role: null };
  const owner = await api.turnOnTotp(boss.access);
  actors.boss = { token: owner.access, role: 'BOSS', staff: true };
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
  await addForeignTenant();
}, 60_000);

afterAll(async () => {
  await gatehouse?.stop();
  await database?.drop();
});

async function addCustomActor(owner: string): Promise<Actor> {
  const held: Permission[] = ['user:read', 'user:delete', 'role:manage'];
  const body = { name: 'Custom', rank: 'EMPLOYEE', permissions: held };
  const role = await api.call('POST', '/roles', { token: owner, body });
  const { id, access } = await api.add(owner, 'custom@example.com', String(role.body.id));
  return { id, token: access, role: 'EMPLOYEE', held };
}

async function addForeignTenant(): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`INSERT INTO identity.organizations (id, name) VALUES ($1, 'Foreign')`, [
    foreign.organization,
  ]);
  await client.query(
    `INSERT INTO identity.users (id, email, email_key, first_name, last_name, email_verified_at)
     VALUES ($1, 'x@foreign.test', 'x@foreign.test', 'X', 'Y', now())`,
    [foreign.user],
  );
  await client.query(
    `INSERT INTO identity.memberships (organization_id, user_id, role) VALUES ($1, $2, 'EMPLOYEE')`,
    [foreign.organization, foreign.user],
  );
  await client.query(
    `INSERT INTO identity.sessions (id, user_id, organization_id, methods, ip_address, user_agent,
       authenticated_at, created_at, last_seen_at, expires_at)
     VALUES ($1, $2, $3, '{pwd}', '192.0.2.1', '', now(), now(), now(), now() + interval '1 day')`,
    [foreign.session, foreign.user, foreign.organization],
  );
  await client.query(
    `INSERT INTO identity.custom_roles (id, organization_id, name, name_key, description, rank,
       permissions, created_at, updated_at)
     VALUES ($1, $2, 'Foreign', 'foreign', '', 'EMPLOYEE', '{}', now(), now())`,
    [foreign.role, foreign.organization],
  );
  await client.query(
    `INSERT INTO identity.invitations (id, organization_id, email, email_key, role, token_hash,
       invited_by, created_at, sent_at, expires_at)
     VALUES ($1, $2, 'y@foreign.test', 'y@foreign.test', 'EMPLOYEE', '\\x00', $3, now(), '2020-01-01',
       now() + interval '1 day')`,
    [foreign.invitation, foreign.organization, foreign.user],
  );
  await client.end();
}

/** Bodies that pass validation, of the routes that name something by id. */
const bodies: Record<string, unknown> = {
  'users.update': { firstName: 'Mallory' },
  'users.assignRole': { role: 'EMPLOYEE' },
  'apiKeys.rotate': {},
  'organizations.switch': {},
  'roles.update': { permissions: [] },
  'webhooks.update': {},
  'webhooks.rotateSecret': {},
  'webhooks.recover': { since: '2026-01-01T00:00:00Z' },
  'templates.addVersion': { contents: { en: { subject: 'S', html: 'H', text: 'T' } } },
  'templates.preview': { subject: 'S', html: 'H', text: 'T' },
  'templates.test': { subject: 'S', html: 'H', text: 'T' },
  'notifications.snooze': { until: '2027-01-01T00:00:00Z' },
  'connections.finish': { code: 'x', state: 'x'.repeat(43) },
  'passkeys.rename': { name: 'Mallory' },
  'totp.rename': { name: 'Mallory' },
  'administration.resetFactors': { reason: 'Lost' },
  'impersonation.begin': { reason: 'Support' },
  'serviceAccounts.update': { name: 'Mallory' },
  'serviceAccounts.assignRole': { role: 'EMPLOYEE' },
  'serviceAccounts.createKey': { name: 'Mallory', scopes: ['user:read'] },
  'serviceAccounts.rotateKey': {},
  'detections.update': {
    enabled: true,
    threshold: 5,
    windowMinutes: 5,
    action: 'none',
    severity: 'low',
  },
  'detections.dryRun': { threshold: 5, windowMinutes: 5 },
  'alerts.assign': { assigneeId: null },
  'alerts.mute': { minutes: 5 },
  'staff.changeRole': { platformRole: 'admin' },
  'support.impersonate': { reason: 'Support' },
  'events.discard': { reason: 'Unwanted' },
};

const isPermission = (access: Access): access is Permission => access in permissions;
const namesThings = (route: RouteContract): boolean => route.path.includes('/:');
const protectedRoutes = allRoutes.filter(({ access }) => access !== 'public');
const idsOf: Readonly<Record<string, string>> = {
  sessions: foreign.session,
  organizations: foreign.organization,
  roles: foreign.role,
  invitations: foreign.invitation,
};
const pathOf = (route: RouteContract): string => {
  const [noun = ''] = route.name.split('.');
  const id = idsOf[noun] ?? foreign.user;
  return (route.root ? '' : apiBase) + route.path.replaceAll(/:\w+/g, id);
};

/** What a caller must get for a thing of another tenant; null where the route is the caller's own. */
function refusal(actor: Actor, route: RouteContract): number | null {
  if (actor.token === undefined) return 401;
  if (actor.enrolling && route.access !== 'enrolling') return 403;
  const held = actor.held ?? (actor.role ? rolePermissions[actor.role] : []);
  if (isPermission(route.access) && !held.includes(route.access)) return 403;
  if (Object.hasOwn(platformPermissions, route.access)) return actor.staff ? null : 403;
  return namesThings(route) ? 404 : null;
}

describe('attack 23: every route, every role, another tenant', () => {
  it.each(['nobody', 'alone', 'enrolling', 'employee', 'custom', 'manager', 'boss'])(
    'refuses %s',
    async (name) => {
      const actor = actors[name] ?? { token: undefined, role: null };
      const wrong: string[] = [];
      let checked = 0;
      for (const route of protectedRoutes) {
        const expected = refusal(actor, route);
        if (expected === null) continue;
        checked += 1;
        const { status } = await api.call(route.method, pathOf(route), {
          ...(actor.token === undefined ? {} : { token: actor.token }),
          ...(route.body ? { body: bodies[route.name] ?? {} } : {}),
        });
        if (status !== expected) wrong.push(`${route.name}: ${status} instead of ${expected}`);
      }
      expect(wrong).toEqual([]);
      expect(checked).toBeGreaterThan(5);
    },
  );

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

  it('the foreign person and session are as they were', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(
      `SELECT first_name, is_active, deleted_at, ended_at, role FROM identity.users u
       JOIN identity.sessions s ON s.user_id = u.id JOIN identity.memberships m ON m.user_id = u.id
       WHERE u.id = $1`,
      [foreign.user],
    );
    await client.end();
    expect(rows).toEqual([
      { first_name: 'X', is_active: true, deleted_at: null, ended_at: null, role: 'EMPLOYEE' },
    ]);
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
