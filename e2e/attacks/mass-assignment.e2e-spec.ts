import { randomUUID } from 'node:crypto';
import { apiBase, type RouteContract } from '@gatehouse/contracts/route';
import { allRoutes } from '@gatehouse/contracts/routes';
import fc from 'fast-check';
import type { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password, type Tokens } from '../harness/api.js';
import { foreign, foundForeignTenant, readForeignTenant } from '../harness/foreign-tenant.js';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';
import { query } from '../harness/query.js';
import { examples } from '../harness/requests/examples.js';
import { validValues } from '../harness/valid-values.js';

let gatehouse: RunningGatehouse;
let api: Api;
let bossId: string;
/** When everybody was there. */
let begun: Date;
let manager: Tokens;
let employee: Tokens & { id: string };

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const first = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
  const boss = await api.turnOnTotp(first.access);
  bossId = String((await api.validate(boss.access)).body.userId);
  const added = await api.add(boss.access, 'manager@example.com', 'MANAGER');
  manager = await api.turnOnTotp(added.access);
  employee = await api.add(boss.access, 'employee@example.com', 'EMPLOYEE');
  await foundForeignTenant(gatehouse.databaseUrl);
  const [clock] = await query(gatehouse.databaseUrl, 'SELECT clock_timestamp() AS now');
  begun = clock?.now as Date;
});
afterAll(() => gatehouse?.stop());

/** Bodies that are made up for each route. */
const samples = 5;

/** What no body may decide, under the names it could have. */
const wishes = () => ({
  id: bossId,
  userId: bossId,
  user_id: bossId,
  sub: bossId,
  email: 'mallory@example.com',
  emailVerified: true,
  emailVerifiedAt: '2026-01-01T00:00:00Z',
  email_verified_at: '2026-01-01T00:00:00Z',
  organizationId: foreign.organization,
  organization_id: foreign.organization,
  tenantId: foreign.organization,
  role: 'BOSS',
  customRoleId: foreign.role,
  platformRole: 'super_admin',
  platform_role: 'super_admin',
  isPrimaryAdmin: true,
  is_primary_admin: true,
  isActive: false,
  isServiceAccount: true,
  permissions: ['role:manage'],
  passwordHash: 'x',
  password: 'mallory chose this one 9',
});

/** Every account and membership, without the fields that the requests here may change. */
const accounts = () =>
  query(
    gatehouse.databaseUrl,
    `SELECT to_jsonb(u) - '{first_name,last_name,updated_at}'::text[] AS account,
       (SELECT jsonb_agg(m ORDER BY m::text) FROM identity.memberships m WHERE m.user_id = u.id) AS memberships
     FROM identity.users u ORDER BY u.id`,
  );
const nameOf = async (id: string) =>
  (
    await query(gatehouse.databaseUrl, 'SELECT first_name FROM identity.users WHERE id = $1', [id])
  )[0]?.first_name;
const accountOf = async (email: string) =>
  (
    await query(
      gatehouse.databaseUrl,
      `SELECT u.*, m.organization_id, m.role FROM identity.users u
       LEFT JOIN identity.memberships m ON m.user_id = u.id WHERE u.email = $1`,
      [email],
    )
  )[0];

/** What nobody of the organization may decide by any route, whatever their role. */
const undecided = async () => [
  await query(
    gatehouse.databaseUrl,
    `SELECT id, email, platform_role, is_primary_admin, is_service_account, email_verified_at,
       password_hash FROM identity.users WHERE created_at < $1 ORDER BY id`,
    [begun],
  ),
  await query(
    gatehouse.databaseUrl,
    `SELECT * FROM identity.memberships
      WHERE user_id IN ($1, $2) AND organization_id IN (
        SELECT organization_id FROM identity.memberships WHERE user_id = $1 UNION SELECT $3)
      ORDER BY user_id, organization_id`,
    [bossId, employee.id, foreign.organization],
  ),
  await readForeignTenant(gatehouse.databaseUrl),
];
/** Staff or primary administrators who were none, and members of the foreign tenant who were none. */
const risen = () =>
  query(
    gatehouse.databaseUrl,
    `SELECT u.email FROM identity.users u WHERE u.created_at >= $1
       AND (u.platform_role IS NOT NULL OR u.is_primary_admin OR EXISTS (
         SELECT FROM identity.memberships m WHERE m.user_id = u.id AND m.organization_id = $2))`,
    [begun, foreign.organization],
  );

describe('attack 24: a body names what it may not decide', () => {
  it('changing my profile changes my name, and nothing else of anybody', async () => {
    const before = [await accounts(), await readForeignTenant(gatehouse.databaseUrl)];
    const body = { ...wishes(), firstName: 'Changed' };
    const { status, body: answer } = await api.call('PATCH', '/auth/profile', {
      token: employee.access,
      body,
    });
    expect([200, 422]).toContain(status);
    expect([await accounts(), await readForeignTenant(gatehouse.databaseUrl)]).toEqual(before);
    expect(await nameOf(bossId)).toBe('Ada');
    expect(await nameOf(employee.id)).toBe(status === 200 ? 'Changed' : 'Grace');
    if (status === 200) expect(answer).toMatchObject({ id: employee.id, role: 'EMPLOYEE' });
  });

  it('changing somebody changes their name, and nothing else of anybody', async () => {
    const before = await accounts();
    const body = { ...wishes(), firstName: 'Changed' };
    const path = `/users/${employee.id}`;
    const { status } = await api.call('PATCH', path, { token: manager.access, body });
    expect([200, 422]).toContain(status);
    expect(await accounts()).toEqual(before);
    expect(await nameOf(bossId)).toBe('Ada');
  });

  it('somebody who is added gets the role that was asked for, and nothing else', async () => {
    const email = 'added@example.com';
    const person = { email, firstName: 'New', lastName: 'Person', role: 'EMPLOYEE' };
    const { status } = await api.call('POST', '/users', {
      token: manager.access,
      body: { ...wishes(), ...person },
    });
    expect([201, 422]).toContain(status);
    const added = await accountOf(email);
    if (status === 422) expect(added).toBeUndefined();
    else
      expect(added).toMatchObject({
        platform_role: null,
        is_primary_admin: false,
        is_service_account: false,
        email_verified_at: null,
        password_hash: null,
        role: 'EMPLOYEE',
      });
    expect(added?.id).not.toBe(bossId);
    expect(added?.organization_id).not.toBe(foreign.organization);
  });

  it('somebody who registers confirms the address, and has no role anywhere', async () => {
    const email = 'mass@example.com';
    const person = { email, password, firstName: 'A', lastName: 'B' };
    const { status } = await api.call('POST', '/auth/register', {
      body: { ...wishes(), ...person },
    });
    expect(status).toBe(202);
    expect((await api.signIn(email)).status).toBe(401);
    expect(await accountOf(email)).toBeUndefined();
    const token = await api.linkFor(email);
    const body = { token, ...wishes() };
    expect((await api.call('POST', '/auth/verify-email', { body })).status).toBe(204);
    expect(await accountOf(email)).toMatchObject({
      platform_role: null,
      is_primary_admin: false,
      is_service_account: false,
      is_active: true,
      role: null,
      organization_id: null,
    });
    const { access } = await api.tokensOf(email);
    expect((await api.validate(access)).body).toMatchObject({ role: null, organizationId: null });
  });

  it('a new password is the own one', async () => {
    const before = await accounts();
    const body = { ...wishes(), currentPassword: 'not mine', newPassword: 'a new passphrase 17' };
    const path = '/auth/password/change';
    const { status } = await api.call('POST', path, { token: employee.access, body });
    expect([401, 403, 422]).toContain(status);
    expect(await accounts()).toEqual(before);
  });
});

describe('attack 24: headers and queries name somebody else', () => {
  const headers = () => ({
    'x-user-id': bossId,
    'x-user': 'boss@example.com',
    'x-role': 'BOSS',
    'x-roles': 'BOSS,super_admin',
    'x-platform-role': 'super_admin',
    'x-organization-id': foreign.organization,
    'x-tenant-id': foreign.organization,
    'x-forwarded-user': 'boss@example.com',
    'x-remote-user': 'boss@example.com',
    'x-original-url': '/api/v1/auth/validate',
    'x-rewrite-url': '/api/v1/auth/validate',
  });
  const search = () => `?userId=${bossId}&role=BOSS&organizationId=${foreign.organization}`;

  it.each(['/auth/validate', '/auth/profile', '/organizations'])(
    'GET %s answers as without them',
    async (path) => {
      const plain = await api.call('GET', path, { token: employee.access });
      expect(plain.status).toBe(200);
      const call = { token: employee.access, headers: headers() };
      expect((await api.call('GET', path, call)).body).toEqual(plain.body);
      const asked = await api.call('GET', path + search(), call);
      if (asked.status === 200) expect(asked.body).toEqual(plain.body);
      else expect(asked.status).toBe(422);
    },
  );

  it('they open nothing', async () => {
    for (const path of ['/users', '/roles', '/staff', '/admin/organizations', '/audit-logs']) {
      const asked = path + search();
      const call = { headers: headers() };
      expect([path, (await api.call('GET', path, call)).status]).toEqual([path, 401]);
      expect([path, (await api.call('GET', asked, call)).status]).toEqual([path, 401]);
      const signedIn = { ...call, token: employee.access };
      expect([path, (await api.call('GET', path, signedIn)).status]).toEqual([path, 403]);
      expect([path, (await api.call('GET', asked, signedIn)).status]).toEqual([path, 403]);
    }
    const unknown = randomUUID();
    const call = { token: manager.access, headers: headers() };
    expect((await api.call('GET', `/users/${unknown}`, call)).status).toBe(404);
    expect((await api.call('GET', `/users/${foreign.user}`, call)).status).toBe(404);
  });
});

describe('attack 24: every body of every route names what it may not decide', () => {
  /** By name: what ends the session or the things that the test stands on. */
  const ending = new Set([
    'signIn.logout',
    'signIn.logoutAll',
    'setup.complete',
    'erasure.request',
  ]);
  const written = allRoutes.filter(
    (route) => route.body && route.method !== 'GET' && !ending.has(route.name),
  );
  const ids = () => [foreign.user, foreign.organization];
  /** Bodies made up by the shape, of which some leave out what they may, and one that does its work. */
  const bodiesOf = ({ name, body }: RouteContract): unknown[] => [
    ...fc.sample(validValues(body as z.ZodType, ids), { seed: 7, numRuns: samples }),
    // One's own password is one's own to decide.
    ...(name in examples && name !== 'passwords.change' ? [examples[name]] : []),
  ];

  it.each([
    ['employee', 5],
    ['manager', 10],
  ] as const)(
    '%s changes nothing by it',
    async (name, least) => {
      const { access: token } = name === 'employee' ? employee : manager;
      const before = await undecided();
      const reached = new Set<string>();
      for (const route of written) {
        const known = Object.keys((route.body as { shape?: object }).shape ?? {});
        const more = Object.entries(wishes()).filter(([wish]) => !known.includes(wish));
        const path = `${apiBase}${route.path.replaceAll(/:\w+/g, employee.id)}`;
        for (const good of bodiesOf(route)) {
          const body = { ...(good as object), ...Object.fromEntries(more) };
          const { status } = await api.call(route.method, path, { token, body });
          expect(status, route.name).toBeLessThan(500);
          if (status < 300) reached.add(route.name);
        }
      }
      expect(await undecided()).toEqual(before);
      expect(await risen()).toEqual([]);
      // Some did their work, with the foreign fields beside what they take.
      expect(reached.size).toBeGreaterThan(least);
      expect((await api.validate(token)).status).toBe(200);
    },
    120_000,
  );
});
