import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password, type Tokens } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

let gatehouse: RunningGatehouse;
let api: Api;
let boss: Tokens;
let manager: Tokens & { id: string };

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
  boss = await api.turnOnTotp(access);
  // Looks after service accounts and may do little else.
  const permissions = ['user:read', 'service_account:manage', 'role:assign'];
  const role = await call('POST', '/roles', boss, {
    name: 'Machines',
    rank: 'MANAGER',
    permissions,
  });
  const added = await api.add(boss.access, 'manager@example.com', String(role.body.id));
  manager = { id: added.id, ...(await api.turnOnTotp(added.access)) };
});
afterAll(() => gatehouse?.stop());

const call = (method: string, path: string, by: Tokens, body?: unknown) =>
  api.call(method, path, { token: by.access, ...(body === undefined ? {} : { body }) });
const use = async (secret: string, path = '/users') =>
  (await api.call('GET', path, { headers: { 'x-api-key': secret } })).status;
const newAccount = async (role = 'MANAGER', name = 'Nightly export', by: Tokens = boss) => {
  const { status, body } = await call('POST', '/service-accounts', by, { name, role });
  expect(status).toBe(201);
  return String(body.id);
};
const makeKey = (id: string, scopes: string[], by: Tokens = boss) =>
  call('POST', `/service-accounts/${id}/api-keys`, by, { name: 'Key', scopes });
const newKey = async (id: string, scopes = ['user:read'], by: Tokens = boss) => {
  const { body, status } = await makeKey(id, scopes, by);
  expect(status).toBe(201);
  return { id: String(body.id), secret: String(body.secret) };
};

describe('service accounts', () => {
  it('call by their keys, with no second factor, and are told as what they are', async () => {
    const id = await newAccount();
    const { secret } = await newKey(id, ['user:read', 'user:create']);
    expect(await use(secret)).toBe(200);
    const person = { email: 'made@example.com', firstName: 'M', lastName: 'N', role: 'EMPLOYEE' };
    const headers = { 'x-api-key': secret };
    expect((await api.call('POST', '/users', { headers, body: person })).status).toBe(201);
    const { body } = await call('GET', '/users?search=Nightly', boss);
    expect(body.data).toMatchObject([{ id, firstName: 'Nightly export', isServiceAccount: true }]);
    await expect
      .poll(async () => (await call('GET', `/audit-logs?actorId=${id}`, boss)).body.data)
      .toMatchObject([{ action: 'user.registered', actorName: 'Nightly export' }]);
    const made = await call('GET', `/audit-logs?resourceId=${id}&limit=100`, boss);
    const actions = (made.body.data as { action: string }[]).map(({ action }) => action);
    expect(actions).toEqual(['api_key.created', 'service_account.created']);
    const summary = await call('GET', '/organizations/current/summary', boss);
    // The boss, the manager, and whoever was just made.
    expect(summary.body).toMatchObject({ active: 2, invited: 1 });
  });

  it('are renamed, deactivated, activated and deleted; each bites at the next call', async () => {
    const id = await newAccount('MANAGER', 'Importer');
    const { secret } = await newKey(id);
    const path = `/service-accounts/${id}`;
    expect((await call('PATCH', path, boss, { name: 'Loader' })).body.name).toBe('Loader');
    expect((await call('POST', `${path}/deactivate`, boss)).body.isActive).toBe(false);
    expect(await use(secret)).toBe(401);
    expect((await call('POST', `${path}/activate`, boss)).body.isActive).toBe(true);
    expect(await use(secret)).toBe(200);
    expect((await call('PUT', `${path}/role`, boss, { role: 'EMPLOYEE' })).status).toBe(200);
    expect(await use(secret)).toBe(403);
    expect((await call('DELETE', path, boss)).status).toBe(204);
    expect(await use(secret)).toBe(401);
    expect((await call('PATCH', path, boss, { name: 'x' })).status).toBe(404);
  });

  it('have their keys listed, rotated and ended', async () => {
    const id = await newAccount();
    const { id: keyId, secret } = await newKey(id);
    const path = `/service-accounts/${id}/api-keys`;
    expect((await call('GET', path, boss)).body.data).toMatchObject([{ id: keyId }]);
    expect((await call('GET', '/api-keys', boss)).body.data).toEqual([]);
    const rotated = await call('POST', `${path}/${keyId}/rotate`, boss, { overlapHours: 0 });
    expect(await use(secret)).toBe(401);
    expect(await use(String(rotated.body.secret))).toBe(200);
    expect((await call('DELETE', `${path}/${keyId}`, boss)).status).toBe(204);
    expect(await use(String(rotated.body.secret))).toBe(401);
    expect((await call('DELETE', `${path}/${keyId}`, boss)).status).toBe(404);
  });

  it('have their keys changed, by whoever holds what these may do, and never to do more', async () => {
    const id = await newAccount();
    const { id: keyId, secret } = await newKey(id, ['user:read', 'audit:read']);
    const path = `/service-accounts/${id}/api-keys/${keyId}`;
    const change = (body: object, by: Tokens = boss) => call('PATCH', path, by, body);
    const elsewhere = { name: 'Elsewhere', allowedAddresses: ['192.0.2.0/24'] };
    const changed = await change(elsewhere);
    expect(changed.body).toMatchObject({ id: keyId, ...elsewhere });
    expect(await use(secret)).toBe(401);
    const ifMatch = { 'if-match': '"2020-01-01T00:00:00.000Z"' };
    const late = { token: boss.access, body: { name: 'Late' }, headers: ifMatch };
    expect((await api.call('PATCH', path, late)).status).toBe(412);
    // As well below the boss, and still not for the manager, who does not hold audit:read.
    await call('PUT', `/service-accounts/${id}/role`, boss, { role: 'EMPLOYEE' });
    expect((await change({ allowedAddresses: [] }, manager)).status).toBe(403);
    await call('PUT', `/service-accounts/${id}/role`, boss, { role: 'MANAGER' });
    expect((await change({ allowedAddresses: [] })).status).toBe(200);
    expect(await use(secret, '/audit-logs')).toBe(200);
    expect((await change({ scopes: ['user:read', 'user:create'] })).status).toBe(403);
    expect((await change({ scopes: ['user:read'] })).status).toBe(200);
    expect(await use(secret, '/audit-logs')).toBe(403);
    expect(await use(secret)).toBe(200);
    expect((await change({ scopes: ['user:read', 'audit:read'] })).status).toBe(403);
  });

  it('are looked after by people who are told by mail when a key of theirs is made, loosened or rotated', async () => {
    const id = await newAccount('EMPLOYEE', 'Watched');
    const role = { name: 'Reader', rank: 'EMPLOYEE', permissions: ['user:read'] };
    const { body } = await call('POST', '/roles', boss, role);
    await call('PUT', `/service-accounts/${id}/role`, boss, { role: body.id });
    const key = await newKey(id, ['user:read'], manager);
    const path = `/service-accounts/${id}/api-keys/${key.id}`;
    const limit = (body: object) => call('PATCH', path, manager, body);
    await limit({ allowedAddresses: ['127.0.0.1'] });
    await limit({ allowedAddresses: [] });
    await call('POST', `${path}/rotate`, manager, {});
    for (const email of ['boss@example.com', 'manager@example.com'])
      await expect
        .poll(async () =>
          (await api.mailsFor(email))
            .filter(({ subject }) => subject.includes('Watched'))
            .map(({ subject }) => subject)
            .toSorted(),
        )
        .toEqual([
          'An API key of Watched has a new secret',
          'An API key of Watched is limited less',
          'The service account Watched has another API key',
        ]);
    const [mail] = (await api.mailsFor('boss@example.com')).filter(({ subject }) =>
      subject.includes('Watched has another'),
    );
    expect(mail?.text).toContain('Grace Hopper made the API key "Key"');
    expect(mail?.links.some((link) => link.endsWith(`/automation/${id}`))).toBe(true);
  });

  it('attack 16: have no key left that was got in the name of whoever reports a stranger', async () => {
    const chief = await api.add(boss.access, 'chief@example.com', 'MANAGER');
    const stranger = await api.turnOnTotp(chief.access);
    const body = { userId: chief.id };
    await api.call('POST', '/organizations/current/owners', { token: boss.access, body });
    const id = await newAccount('MANAGER', 'Robbed');
    const [old, kept, rotated] = [await newKey(id), await newKey(id), await newKey(id)];
    const made = await newKey(id, ['user:read'], stranger);
    const rotation = `/service-accounts/${id}/api-keys/${rotated.id}/rotate`;
    const again = (await call('POST', rotation, stranger, { overlapHours: 24 })).body;
    const dated = `UPDATE identity.api_keys SET created_at = now() - interval '2 hours',
      issued_by = $2 WHERE id = $1`;
    await query(gatehouse.databaseUrl, dated, [old.id, chief.id]);
    const secrets = [old, kept, rotated, again, made].map(({ secret }) => secret);
    const uses = () => Promise.all(secrets.map((secret) => use(String(secret))));
    expect(await uses()).toEqual([200, 200, 200, 200, 200]);
    const alarm = await api.linkIn('chief@example.com', 'A second factor was turned on');
    const report = await api.call('POST', '/auth/not-me', { body: { token: alarm } });
    expect(report.status).toBe(204);
    expect(await uses()).toEqual([200, 200, 401, 401, 401]);
    const told = async () =>
      (await api.mailsFor('boss@example.com'))
        .map(({ subject }) => subject)
        .filter((subject) => subject.endsWith('was ended'));
    await expect
      .poll(told)
      .toEqual(['An API key of Robbed was ended', 'An API key of Robbed was ended']);
    await expect
      .poll(
        async () => (await call('GET', `/audit-logs?resourceId=${id}&limit=100`, boss)).body.data,
      )
      .toContainEqual(
        expect.objectContaining({
          action: 'api_key.revoked',
          actorId: chief.id,
          details: expect.objectContaining({ cause: 'account_reported' }),
        }),
      );
  });

  it('are not people: the routes of the one know nothing of the other', async () => {
    expect(
      (await call('PATCH', `/service-accounts/${manager.id}`, boss, { name: 'x' })).status,
    ).toBe(404);
    expect((await makeKey(manager.id, ['user:read'])).status).toBe(404);
  });
});

describe('attack: a service account becomes a way in', () => {
  it('nobody signs in to it, resets its password, acts for it or makes it an owner', async () => {
    const id = await newAccount();
    const email = `${id}@service.invalid`;
    expect((await api.signIn(email, password)).status).toBe(401);
    for (const path of ['/auth/password/forgot', '/auth/magic-link'])
      await call('POST', path, { access: '', refresh: '' }, { email });
    for (const [method, path, body] of [
      ['POST', `/users/${id}/password/reset`, undefined],
      ['POST', `/users/${id}/impersonate`, { reason: 'A ticket' }],
      ['POST', '/organizations/current/owners', { userId: id }],
      ['POST', '/staff', { email, platformRole: 'admin' }],
    ] as const)
      expect([path, (await call(method, path, boss, body)).status]).toEqual([
        path,
        path.includes('owners') ? 409 : path === '/staff' ? 404 : 403,
      ]);
    expect(await api.mailsFor(email)).toEqual([]);
    // The table itself refuses, whatever code may forget.
    await expect(
      query(gatehouse.databaseUrl, `UPDATE identity.users SET password_hash = 'x' WHERE id = $1`, [
        id,
      ]),
    ).rejects.toThrow('users_service_account');
  });

  it('attack 25: nobody gives it, or its keys, what they do not hold', async () => {
    const byManager = (path: string, body: unknown, method = 'POST') =>
      call(method, path, manager, body);
    const equal = { name: 'Equal', role: 'MANAGER' };
    expect((await byManager('/service-accounts', equal)).status).toBe(403);
    const permissions = ['user:read', 'webhook:manage'];
    const role = { name: 'Hooks', rank: 'EMPLOYEE', permissions };
    const roleId = String((await call('POST', '/roles', boss, role)).body.id);
    const strong = { name: 'Strong', role: roleId };
    expect((await byManager('/service-accounts', strong)).status).toBe(403);

    const id = await newAccount(roleId, 'Hooks');
    expect((await makeKey(id, ['webhook:manage'], manager)).status).toBe(403);
    expect((await makeKey(id, ['user:create'], boss)).status).toBe(403);
    const { id: keyId } = await newKey(id, ['webhook:manage']);
    const path = `/service-accounts/${id}/api-keys/${keyId}`;
    // Whoever rotates a key holds its secret.
    expect((await byManager(`${path}/rotate`, {})).status).toBe(403);
    expect((await byManager(path, undefined, 'DELETE')).status).toBe(204);
    const { secret } = await newKey(id, ['user:read'], manager);
    expect(await use(secret)).toBe(200);
    const above = await newAccount('MANAGER', 'Above');
    expect((await makeKey(above, ['user:read'], manager)).status).toBe(403);
  });

  it('a key makes no keys', async () => {
    const id = await newAccount();
    const { body } = await call('POST', '/api-keys', boss, {
      name: 'Key',
      scopes: ['service_account:manage', 'user:read'],
    });
    const headers = { 'x-api-key': String(body.secret) };
    expect((await api.call('GET', '/service-accounts', { headers })).status).toBe(200);
    const wish = { name: 'Key', scopes: ['user:read'] };
    const path = `/service-accounts/${id}/api-keys`;
    const answer = await api.call('POST', path, { headers, body: wish });
    expect(answer.body.code).toBe('reauthentication_required');
  });

  it('nobody of another organization reaches it', async () => {
    const id = await newAccount();
    const { access } = await api.newPerson('other@example.com');
    await api.call('POST', '/organizations', { token: access, body: { name: 'Contoso' } });
    const other = await api.turnOnTotp((await api.tokensOf('other@example.com')).access);
    expect((await call('GET', '/service-accounts', other)).body.data).toEqual([]);
    expect((await call('GET', `/service-accounts/${id}/api-keys`, other)).status).toBe(404);
    expect((await makeKey(id, ['user:read'], other)).status).toBe(404);
    expect((await call('DELETE', `/service-accounts/${id}`, other)).status).toBe(404);
  });
});
