import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';
import { eventually } from '../server/test/harness/waiting/eventually.js';

let gatehouse: RunningGatehouse;
let api: Api;
/** Primary admin, and super admin. */
let owner: string;

beforeAll(async () => {
  gatehouse = await startGatehouse({ GATEHOUSE_ERASURE_EVERY_SECONDS: '1' });
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  owner = (await api.turnOnTotp(access)).access;
});
afterAll(() => gatehouse?.stop());

const sql = (text: string, values: readonly unknown[] = []) =>
  query(gatehouse.databaseUrl, text, values);

/** Every table of every module that has one of these words in it. */
async function tablesWith(words: readonly string[]): Promise<string[]> {
  const tables = await sql(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
      WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await sql(
      `SELECT FROM ${String(name)} AS t WHERE EXISTS (
         SELECT FROM unnest($1::text[]) AS word WHERE t::text ILIKE '%' || word || '%') LIMIT 1`,
      [words],
    );
    if (rows.length > 0) found.push(String(name));
  }
  return found;
}

/** An organization that has some of everything. */
async function found() {
  const founder = await api.newPerson('boss@zanzibar.test');
  const { body } = await api.call('POST', '/organizations', {
    token: founder.access,
    body: { name: 'Zanzibar Quux' },
  });
  const { access: token } = await api.turnOnTotp((await api.tokensOf('boss@zanzibar.test')).access);
  const post = async (path: string, wish: object) => {
    const answer = await api.call('POST', path, { token, body: wish });
    expect(answer.status, path).toBe(201);
    return answer.body;
  };
  const role = { name: 'Frobnicator', rank: 'EMPLOYEE', permissions: ['user:read'] };
  const { id: roleId } = await post('/roles', role);
  await api.add(token, 'frob@zanzibar.test', String(roleId));
  await post('/invitations', { email: 'guest@zanzibar.test', role: roleId });
  await post('/api-keys', { name: 'Zanzibar key', scopes: ['user:read'] });
  await post('/service-accounts', { name: 'Zanzibar robot', role: 'EMPLOYEE' });
  await sql(
    `INSERT INTO webhooks.endpoints (id, organization_id, url, description, event_types, status,
       secret, created_at, updated_at)
     VALUES (gen_random_uuid(), $1, 'https://zanzibar.invalid/hook', '', '{}', 'enabled', '', now(), now())`,
    [body.id],
  );
  return { id: String(body.id), token };
}

const words = [
  'zanzibar quux',
  'frobnicator',
  'zanzibar key',
  'zanzibar robot',
  'zanzibar.invalid',
];

it('a closed organization is erased from every table of every module after 30 days', async () => {
  const { id, token } = await found();
  await api.add(token, 'late@zanzibar.test', 'EMPLOYEE');
  const kept = await eventually(async () => {
    const tables = await tablesWith([...words, id]);
    expect(tables).toEqual(
      expect.arrayContaining(['audit.entries', 'webhooks.deliveries', 'notifications.deliveries']),
    );
    return tables;
  });
  expect(kept).toContain('identity.custom_roles');
  const close = { token, body: { name: 'Zanzibar Quux' } };
  expect((await api.call('POST', '/organizations/current/close', close)).status).toBe(204);
  const mails = await api.mailsFor('boss@zanzibar.test');
  expect(mails[0]).toMatchObject({ subject: 'Zanzibar Quux is closed' });
  const shown = () => api.call('GET', `/admin/organizations/${id}`, { token: owner });
  expect((await shown()).body).toMatchObject({ erased: false, erasedAt: expect.any(String) });

  await sql(
    `UPDATE identity.organizations SET closed_at = now() - interval '31 days' WHERE id = $1`,
    [id],
  );
  const leftIn = async () =>
    (await tablesWith(words)).filter((table) => !table.endsWith('.outbox'));
  await eventually(async () => expect(await leftIn()).toEqual([]));
  // Every listener has had it: that the events are settled, a job finds out within minutes.
  for (const module of ['identity', 'security', 'audit', 'notifications', 'webhooks', 'event_log'])
    await sql(`UPDATE ${module}.outbox SET settled_at = now() WHERE published_at IS NOT NULL`);
  await eventually(async () => expect(await tablesWith(words)).toEqual([]));
  // Who it was stays where it is told that, and in the events that were emptied.
  const left = (await tablesWith([id])).filter(
    (table) => !/\.(inbox|outbox)$|^bullmq\./.test(table),
  );
  expect(left.toSorted()).toEqual(['audit.entries', 'identity.organizations']);
  expect((await shown()).body).toMatchObject({ erased: true, name: 'Erased organization' });
  // People keep their accounts, without an organization.
  const { access } = await api.tokensOf('frob@zanzibar.test');
  expect((await api.validate(access)).body.organizationId).toBeNull();

  const [trail] = await sql(
    `SELECT count(*)::int AS entries, count(ip_address)::int AS addresses,
            count(*) FILTER (WHERE details <> '{}' AND action NOT IN
              ('organization.closed', 'organization.erased'))::int AS details
       FROM audit.entries WHERE organization_id = $1`,
    [id],
  );
  expect(trail).toMatchObject({ addresses: 0, details: 0 });
  expect(Number(trail?.entries)).toBeGreaterThan(8);
  const begun = await api.call('POST', '/audit-logs/verify', { token: owner, body: {} });
  const path = `/audit-logs/verifications/${String(begun.body.id)}`;
  await expect
    .poll(async () => (await api.call('GET', path, { token: owner })).body)
    .toMatchObject({ state: 'done', valid: true });
});
