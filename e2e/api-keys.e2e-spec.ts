import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, statuses, times } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;
let owner: string;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  owner = (await api.turnOnTotp(access)).access;
});
afterAll(() => gatehouse?.stop());

const create = (body: object, token = owner) =>
  api.call('POST', '/api-keys', { token, body: { name: 'CI', ...body } });
const newKey = async (body: object = { scopes: ['user:read'] }, token = owner) => {
  const { body: made } = await create(body, token);
  return { id: String(made.id), secret: String(made.secret) };
};
const use = (secret: string, method = 'GET', path = '/users', body?: unknown) =>
  api.call(method, path, { headers: { 'x-api-key': secret }, ...(body ? { body } : {}) });
const query = async (text: string, values: unknown[]) => {
  const client = new pg.Client({ connectionString: gatehouse.databaseUrl });
  await client.connect();
  await client.query(text, values);
  await client.end();
};

describe('API keys', () => {
  it('call in the name of their owner, and their secret is shown once', async () => {
    const made = await create({ scopes: ['user:read'] });
    expect(made.status).toBe(201);
    const secret = String(made.body.secret);
    expect(secret).toMatch(/^gh_live_[0-9A-Z]{59}$/);
    expect((await use(secret)).status).toBe(200);
    const { body } = await api.call('GET', '/api-keys', { token: owner });
    expect(JSON.stringify(body)).not.toContain(secret);
    expect(JSON.stringify(body)).toContain(secret.slice(0, 12));
  });

  it('do no more than their scopes say', async () => {
    const { secret } = await newKey();
    const person = { email: 'x@example.com', firstName: 'X', lastName: 'Y', role: 'EMPLOYEE' };
    expect((await use(secret, 'POST', '/users', person)).status).toBe(403);
    expect((await use(secret, 'GET', '/audit-logs')).status).toBe(403);
  });

  it('attack 25: nobody makes a key that may do more than themselves', async () => {
    const employee = await api.add(owner, 'employee@example.com', 'EMPLOYEE');
    expect((await create({ scopes: ['user:read'] }, employee.access)).status).toBe(403);
  });

  it('lose what their owner loses, at the next call', async () => {
    const person = await api.add(owner, 'manager@example.com', 'MANAGER');
    const { access } = await api.turnOnTotp(person.access);
    const { secret } = await newKey({ scopes: ['user:read'] }, access);
    expect((await use(secret)).status).toBe(200);
    const path = `/users/${person.id}`;
    await api.call('PUT', `${path}/role`, { token: owner, body: { role: 'EMPLOYEE' } });
    expect((await use(secret)).status).toBe(403);
    await api.call('POST', `${path}/deactivate`, { token: owner });
    expect((await use(secret)).status).toBe(401);
  });

  it('that work for longer or from elsewhere than before are told by mail; less is no news', async () => {
    const email = 'owner@example.com';
    const { id } = await newKey({
      scopes: ['user:read'],
      allowedAddresses: ['127.0.0.1'],
      expiresInDays: 5,
    });
    const told = 'An API key is limited less';
    const count = async () =>
      (await api.mailsFor(email)).filter(({ subject }) => subject === told).length;
    const change = async (body: object) =>
      expect((await api.call('PATCH', `/api-keys/${id}`, { token: owner, body })).status).toBe(200);
    await change({ expiresInDays: 30 });
    await expect.poll(count).toBe(1);
    await change({ expiresInDays: 3 });
    await change({ name: 'Backups' });
    await change({ allowedAddresses: ['127.0.0.1', '192.0.2.0/24'] });
    await expect.poll(count).toBe(2);
    await change({ allowedAddresses: ['127.0.0.1'] });
    await change({ allowedAddresses: [] });
    await expect.poll(count).toBe(3);
    expect(await api.reportLinkIn(email, told)).not.toBe('');
  });

  it("never touch a person's own account, sessions or keys", async () => {
    const { secret } = await newKey();
    for (const [method, path] of [
      ['GET', '/auth/profile'],
      ['GET', '/auth/sessions'],
      ['POST', '/auth/logout-all'],
      ['GET', '/api-keys'],
      ['POST', '/auth/2fa/totp/setup'],
    ] as const)
      expect((await use(secret, method, path)).status).toBe(403);
  });

  it('end at once, and when their time is over', async () => {
    const ended = await newKey();
    expect((await api.call('DELETE', `/api-keys/${ended.id}`, { token: owner })).status).toBe(204);
    expect((await use(ended.secret)).status).toBe(401);
    const expiring = await newKey({ scopes: ['user:read'], expiresInDays: 1 });
    expect((await use(expiring.secret)).status).toBe(200);
    await query(`UPDATE identity.api_keys SET expires_at = now() WHERE id = $1`, [expiring.id]);
    expect((await use(expiring.secret)).status).toBe(401);
  });

  it('are good only at the addresses they are meant for', async () => {
    const scopes = ['user:read'];
    const elsewhere = await newKey({
      scopes,
      allowedAddresses: ['198.51.100.0/24', '2001:db8::/32'],
    });
    expect((await use(elsewhere.secret)).status).toBe(401);
    const here = await newKey({ scopes, allowedAddresses: ['198.51.100.7', '127.0.0.0/8'] });
    expect((await use(here.secret)).status).toBe(200);
    expect((await create({ scopes, allowedAddresses: ['anywhere'] })).status).toBe(422);
  });

  it('rotate with overlap: both secrets are good, then one', async () => {
    const { id, secret } = await newKey({ scopes: ['user:read'], environment: 'test' });
    const rotated = await api.call('POST', `/api-keys/${id}/rotate`, { token: owner, body: {} });
    const next = String(rotated.body.secret);
    expect(next).toMatch(/^gh_test_/);
    expect(statuses([await use(secret), await use(next)])).toEqual([200, 200]);
    await query(`UPDATE identity.api_keys SET previous_until = now() WHERE id = $1`, [id]);
    expect(statuses([await use(secret), await use(next)])).toEqual([401, 200]);
  });

  it('are refused when mistyped or made up, without a word about why', async () => {
    const { secret } = await newKey();
    const mistyped = secret.slice(0, -1) + (secret.endsWith('0') ? '1' : '0');
    for (const wrong of [mistyped, 'gh_live_', 'x'.repeat(5000), secret.toLowerCase()])
      expect((await use(wrong)).status).toBe(401);
  });

  it('belong to their owner: nobody else rotates or ends them', async () => {
    const { id, secret } = await newKey();
    const { access } = await api.newPerson('stranger@example.com');
    expect((await api.call('DELETE', `/api-keys/${id}`, { token: access })).status).toBe(404);
    const rotate = await api.call('POST', `/api-keys/${id}/rotate`, { token: access, body: {} });
    expect(rotate.status).toBe(404);
    expect((await use(secret)).status).toBe(200);
  });

  it('change their name, end and addresses by their owner, and no other may', async () => {
    const { id, secret } = await newKey();
    const change = (body: object, headers = {}, token = owner) =>
      api.call('PATCH', `/api-keys/${id}`, { token, body, headers });
    const { status, body, headers } = await change({ name: 'Renamed', expiresInDays: 5 });
    expect({ status, body }).toMatchObject({ status: 200, body: { id, name: 'Renamed' } });
    expect(Date.parse(String(body.expiresAt))).toBeGreaterThan(Date.now() + 4 * 86_400_000);
    expect((await use(secret)).status).toBe(200);
    const elsewhere = { allowedAddresses: ['192.0.2.0/24'] };
    const ifMatch = { 'if-match': headers.get('etag') ?? '' };
    expect((await change(elsewhere, ifMatch)).status).toBe(200);
    expect((await use(secret)).status).toBe(401);
    expect((await change({ name: 'Late' }, ifMatch)).status).toBe(412);
    const open = await change({ allowedAddresses: [], expiresInDays: null });
    expect(open.body).toMatchObject({ name: 'Renamed', expiresAt: null, allowedAddresses: [] });
    expect((await use(secret)).status).toBe(200);
    const other = await api.newPerson('other-owner@example.com');
    expect((await change({ name: 'Mine' }, {}, other.access)).status).toBe(404);
    expect((await use(secret, 'POST', '/users', {})).status).toBe(403);
  });

  it('live no longer than the policies of the organization say', async () => {
    const policies = (apiKeyMaxDays: number | null) =>
      api.call('PUT', '/organizations/current/policies', { token: owner, body: { apiKeyMaxDays } });
    const make = (more: object) =>
      api.call('POST', '/api-keys', {
        token: owner,
        body: { name: 'Short', scopes: ['user:read'], ...more },
      });
    expect((await policies(30)).status).toBe(200);
    expect((await make({ expiresInDays: 31 })).status).toBe(422);
    const { status, body } = await make({});
    expect(status).toBe(201);
    const life = Date.parse(String(body.expiresAt)) - Date.parse(String(body.createdAt));
    expect(life).toBe(30 * 86_400_000);
    const change = (expiresInDays: number | null) =>
      api.call('PATCH', `/api-keys/${String(body.id)}`, { token: owner, body: { expiresInDays } });
    expect((await change(null)).status).toBe(422);
    expect((await change(31)).status).toBe(422);
    expect((await change(30)).status).toBe(200);
    await policies(null);
    expect((await change(null)).body.expiresAt).toBeNull();
  });

  it('attack 25: are narrowed, and never widened, after they were made', async () => {
    const { id, secret } = await newKey({ scopes: ['user:read', 'audit:read'] });
    const change = (scopes: string[]) =>
      api.call('PATCH', `/api-keys/${id}`, { token: owner, body: { scopes } });
    expect((await change(['user:create'])).status).toBe(403);
    expect((await change([])).status).toBe(422);
    expect((await use(secret, 'GET', '/audit-logs')).status).toBe(200);
    expect((await change(['user:read'])).body.scopes).toEqual(['user:read']);
    expect((await use(secret, 'GET', '/audit-logs')).status).toBe(403);
    expect((await use(secret)).status).toBe(200);
    expect((await change(['user:read', 'audit:read'])).status).toBe(403);
  });

  it('of people below are listed and ended in the organization, and not those of another', async () => {
    const manager = await api.add(owner, 'with-keys@example.com', 'MANAGER');
    const { access } = await api.turnOnTotp(manager.access);
    const here = await newKey({ scopes: ['user:read'] }, access);
    const path = `/users/${manager.id}/api-keys`;
    const listed = async () =>
      ((await api.call('GET', path, { token: owner })).body.data as { id: string }[]).map(
        (key) => key.id,
      );
    expect(await listed()).toEqual([here.id]);
    const made = await api.call('POST', '/organizations', { token: access, body: { name: 'Own' } });
    const organization = String(made.body.id);
    const moved = await api.call('POST', `/organizations/${organization}/switch`, {
      token: access,
      body: {},
    });
    const there = await newKey({ scopes: ['user:read'] }, String(moved.body.accessToken));
    expect(there.id).not.toBe('undefined');
    expect(await listed()).toEqual([here.id]);
    const end = (id: string, token = owner) => api.call('DELETE', `${path}/${id}`, { token });
    expect((await end(there.id)).status).toBe(404);
    const employee = await api.add(owner, 'nosy@example.com', 'EMPLOYEE');
    expect((await end(here.id, employee.access)).status).toBe(403);
    expect((await end(here.id)).status).toBe(204);
    expect((await use(here.secret)).status).toBe(401);
    expect((await use(there.secret)).status).toBe(200);
    expect((await end(here.id)).status).toBe(404);
  });

  it('attack 1: of many ends of one key exactly one succeeds', async () => {
    const { id } = await newKey();
    const answers = await times(20, () => api.call('DELETE', `/api-keys/${id}`, { token: owner }));
    expect(statuses(answers).filter((status) => status === 204)).toHaveLength(1);
  });
});
