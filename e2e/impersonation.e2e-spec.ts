import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { apiBase, type RouteContract } from '@gatehouse/contracts/route';
import { isAnyPermission } from '@gatehouse/contracts/permissions';
import { allRoutes } from '@gatehouse/contracts/routes';
import { Api, password, type Tokens } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

let gatehouse: RunningGatehouse;
let api: Api;
let boss: Tokens;
let bossId: string;
let manager: Tokens & { id: string };
let employee: Tokens & { id: string };

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
  const owner = await api.turnOnTotp(access);
  boss = owner;
  bossId = String((await api.validate(boss.access)).body.userId);
  const added = await api.add(boss.access, 'manager@example.com', 'MANAGER');
  manager = { id: added.id, ...(await api.turnOnTotp(added.access)) };
  employee = await api.add(boss.access, 'employee@example.com', 'EMPLOYEE');
});
afterAll(() => gatehouse?.stop());

const begin = (id: string, token = boss.access, body: object = { reason: 'A ticket' }) =>
  api.call('POST', `/users/${id}/impersonate`, { token, body });
/** The token of whoever acts for somebody. */
const actFor = async (id: string, token = boss.access) => {
  const { status, body } = await begin(id, token);
  expect(status).toBe(201);
  return String(body.accessToken);
};
const call = (method: string, path: string, token: string, body?: unknown) =>
  api.call(method, path, { token, ...(body === undefined ? {} : { body }) });
const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;

/** Names of routes that change what people and programs get in with, or who may do what. */
const decides =
  /(Password|Factors|Secret|(create|update|rotate)Key|Role|bulk|[iI]mpersonate|imports\.create)$|^(owners|policies|staff|roles|groups)\./;
const answersWithSecret = ({ response }: RouteContract): boolean =>
  response instanceof z.ZodObject && 'secret' in response.shape;

describe('acting for somebody', () => {
  it('is a marked session of that person, for a while, without a refresh token', async () => {
    const { status, body } = await begin(employee.id, boss.access, {
      reason: 'A ticket',
      minutes: 30,
    });
    expect(status).toBe(201);
    expect(body.refreshToken).toBeUndefined();
    expect(body.expiresIn).toBeGreaterThan(29 * 60);
    expect(body.expiresIn).toBeLessThanOrEqual(30 * 60);
    const token = String(body.accessToken);
    expect(claimsOf(token)).toMatchObject({ sub: employee.id, act: { sub: bossId } });
    expect(claimsOf(boss.access).act).toBeUndefined();
    const { body: me } = await call('GET', '/auth/profile', token);
    expect(me).toMatchObject({ id: employee.id, impersonation: { by: 'Ada Lovelace' } });
    const { body: own } = await call('GET', '/auth/profile', employee.access);
    expect(own.impersonation).toBeNull();
    const { body: sessions } = await call('GET', '/auth/sessions', employee.access);
    expect(
      (sessions.data as { impersonated: boolean }[]).filter((s) => s.impersonated),
    ).toHaveLength(1);
  });

  it('needs a reason, lasts an hour at most, and its time is up when it is up', async () => {
    expect((await begin(employee.id, boss.access, {})).status).toBe(422);
    expect((await begin(employee.id, boss.access, { reason: 'x', minutes: 61 })).status).toBe(422);
    const token = await actFor(employee.id);
    expect((await api.validate(token)).status).toBe(200);
    await query(
      gatehouse.databaseUrl,
      `UPDATE identity.sessions SET expires_at = now(), version = version + 1
       WHERE impersonator_id = $1`,
      [bossId],
    );
    expect((await api.validate(token)).status).toBe(401);
  });

  it('ends when whoever does it says so, and only then for nobody else', async () => {
    const token = await actFor(employee.id);
    expect((await call('POST', '/auth/impersonation/end', boss.access)).status).toBe(409);
    expect((await call('POST', '/auth/impersonation/end', token)).status).toBe(204);
    expect((await api.validate(token)).status).toBe(401);
    expect((await api.validate(boss.access)).status).toBe(200);
    expect((await api.validate(employee.access)).status).toBe(200);
  });

  it('opens what the person may do, and no more', async () => {
    const token = await actFor(manager.id);
    expect((await call('GET', '/users', token)).status).toBe(200);
    const rename = { name: 'Mine' };
    expect((await call('PATCH', '/organizations/current', token, rename)).status).toBe(403);
    const path = `/users/${employee.id}`;
    expect((await call('PATCH', path, token, { firstName: 'Gracie' })).status).toBe(200);
  });

  it("never touches the person's own account: no route about it changes anything", async () => {
    const token = await actFor(employee.id);
    const own = allRoutes.filter(
      ({ access, method, impersonation }: RouteContract) =>
        access !== 'public' && !isAnyPermission(access) && method !== 'GET' && !impersonation,
    );
    expect(own.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'passwords.change',
        'emailChanges.request',
        'twoFactor.setupTotp',
        'apiKeys.create',
        'profile.update',
        'signIn.logoutAll',
      ]),
    );
    for (const { method, path, root } of own) {
      const url = (root ? '' : apiBase) + path.replaceAll(/:\w+/g, employee.id);
      const { status, body } = await call(method, url, token, {});
      expect([path, status, body.detail]).toEqual([path, 403, 'Not while you act for somebody.']);
    }
    expect((await api.signIn('employee@example.com', password)).status).toBe(200);
  });

  it('attack: making or resetting what people get in with, or deciding who may do what, as somebody else', async () => {
    const token = await actFor(manager.id);
    const sensitive = allRoutes.filter(
      (route: RouteContract) =>
        route.access !== 'public' &&
        (answersWithSecret(route) || (route.method !== 'GET' && decides.test(route.name))),
    );
    expect(sensitive.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'administration.resetFactors',
        'owners.transfer',
        'people.resetPassword',
        'serviceAccounts.createKey',
        'serviceAccounts.rotateKey',
        'users.assignRole',
        'webhooks.create',
        'webhooks.rotateSecret',
      ]),
    );
    for (const { method, path } of sensitive) {
      const url = apiBase + path.replaceAll(/:\w+/g, employee.id);
      const { status, body } = await call(method, url, token, method === 'GET' ? undefined : {});
      expect([path, status, body.detail]).toEqual([path, 403, 'Not while you act for somebody.']);
    }
  });

  it('is kept in the audit trail under both, and so is what is done meanwhile', async () => {
    const token = await actFor(manager.id);
    await call('PATCH', `/users/${employee.id}`, token, { lastName: 'Murray' });
    await call('POST', '/auth/impersonation/end', token);
    const entries = async (search: string) =>
      (await call('GET', `/audit-logs?limit=100&${search}`, boss.access)).body.data as {
        action: string;
        actorId: string;
        impersonatorId: string | null;
        details: Record<string, unknown>;
      }[];
    await expect
      .poll(async () => (await entries(`actorId=${bossId}`)).map(({ action }) => action))
      .toEqual(expect.arrayContaining(['impersonation.started', 'impersonation.ended']));
    const about = await entries(`resourceId=${manager.id}`);
    const started = about.find(({ action }) => action === 'impersonation.started');
    expect(started).toMatchObject({ actorId: bossId, details: { reason: 'A ticket' } });
    const updated = await entries(`action=user.updated&resourceId=${employee.id}`);
    expect(updated[0]).toMatchObject({ actorId: manager.id, impersonatorId: bossId });
    const inNames = await entries(`impersonatorId=${bossId}&impersonated=true`);
    expect(inNames.map(({ action }) => action)).toContain('user.updated');
    expect(new Set(inNames.map((entry) => entry.impersonatorId))).toEqual(new Set([bossId]));
    const byThemselves = await entries('impersonated=false');
    expect(byThemselves.map(({ action }) => action)).not.toContain('user.updated');
    const [mail] = (await api.mailsFor('manager@example.com')).filter(({ subject }) =>
      subject.includes('acts for you'),
    );
    expect(mail?.text).toContain('A ticket');
    expect(mail?.links).toContainEqual(expect.stringContaining('/not-me?'));
  });
});

describe('attack 25: nobody acts for an equal or a superior', () => {
  it('needs the permission, which managers do not have', async () => {
    expect((await begin(employee.id, manager.access)).status).toBe(403);
    expect((await begin(manager.id, employee.access)).status).toBe(403);
  });

  it('nobody gains a permission by it, which a lower role or its groups may hold', async () => {
    const role = {
      name: 'Helper',
      rank: 'MANAGER',
      permissions: ['user:read', 'user:impersonate'],
    };
    const { body: made } = await call('POST', '/roles', boss.access, role);
    const added = await api.add(boss.access, 'helper@example.com', 'EMPLOYEE');
    const given = { role: made.id };
    expect((await call('PUT', `/users/${added.id}/role`, boss.access, given)).status).toBe(200);
    const { access } = await api.tokensOf('helper@example.com');
    const helper = await api.turnOnTotp(access);
    expect((await begin(employee.id, helper.access)).status).toBe(201);

    const group = { name: 'Auditors', permissions: ['audit:read'] };
    const { body: auditors } = await call('POST', '/groups', boss.access, group);
    const membership = `/groups/${String(auditors.id)}/members/${employee.id}`;
    expect((await call('PUT', membership, boss.access)).status).toBe(204);
    const refused = await begin(employee.id, helper.access);
    expect([refused.status, refused.body.detail]).toEqual([403, 'You do not hold: audit:read.']);
    // Whoever holds it may.
    expect((await begin(employee.id)).status).toBe(201);
    await call('DELETE', membership, boss.access);
  });

  it('not for oneself, not for the owner, not from within, and not by a key', async () => {
    expect((await begin(bossId)).status).toBe(403);
    const token = await actFor(manager.id);
    expect((await begin(employee.id, token)).status).toBe(403);
    const body = { name: 'Key', scopes: ['user:impersonate'] };
    const key = await call('POST', '/api-keys', boss.access, body);
    const headers = { 'x-api-key': String(key.body.secret) };
    const path = `/users/${employee.id}/impersonate`;
    const wish = { reason: 'A ticket' };
    const byKey = await api.call('POST', path, { headers, body: wish });
    expect(byKey.body.code).toBe('reauthentication_required');
  });

  it('not for a deactivated person, and no longer for one who is deactivated', async () => {
    const person = await api.add(boss.access, 'off@example.com', 'EMPLOYEE');
    const token = await actFor(person.id);
    await call('POST', `/users/${person.id}/deactivate`, boss.access);
    expect((await api.validate(token)).status).toBe(401);
    expect((await begin(person.id)).status).toBe(409);
  });

  it('no longer for one whose role has changed', async () => {
    const person = await api.add(boss.access, 'rising@example.com', 'EMPLOYEE');
    const token = await actFor(person.id);
    await call('PUT', `/users/${person.id}/role`, boss.access, { role: 'MANAGER' });
    expect((await api.validate(token)).status).toBe(401);
  });

  it('no longer when the session it was begun from ends, or may do less', async () => {
    const owner = await api.newPerson('second-boss@example.com');
    const { body } = await call('GET', '/auth/validate', owner.access);
    await query(
      gatehouse.databaseUrl,
      `INSERT INTO identity.memberships (organization_id, user_id, role)
       SELECT organization_id, $1, 'BOSS' FROM identity.memberships WHERE user_id = $2`,
      [body.userId, bossId],
    );
    const { access } = await api.tokensOf('second-boss@example.com');
    const { access: first } = await api.turnOnTotp(access);
    const token = await actFor(employee.id, first);
    expect((await api.validate(token)).status).toBe(200);
    await query(
      gatehouse.databaseUrl,
      `UPDATE identity.sessions SET version = version + 1 WHERE user_id = $1 AND ended_at IS NULL`,
      [body.userId],
    );
    expect((await api.validate(token)).status).toBe(401);
    const again = await actFor(employee.id, first);
    await call('POST', '/auth/logout', first);
    expect((await api.validate(again)).status).toBe(401);
  });
});
