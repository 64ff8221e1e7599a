import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../server/test/harness/database.js';
import { Api, password, type Tokens, times, totp } from './harness/api.js';
import { type GatehouseProcess, launchGatehouse } from './harness/launch.js';
import { eventually } from '../server/test/harness/waiting/eventually.js';

const run = promisify(execFile);
const command = fileURLToPath(new URL('../server/dist/apps/command.js', import.meta.url));
const email = 'zerlina.quux@erase.test';

let database: TestDatabase;
let data: string;
let gatehouse: GatehouseProcess;
let client: pg.Client;
let api: Api;
let owner: Tokens;

beforeAll(async () => {
  database = await createTestDatabase();
  data = await mkdtemp(path.join(tmpdir(), 'gatehouse-erasure-'));
  const ready = /https?:\/\/\S+\/setup\?token=[\w.~-]+/;
  const environment = {
    DATABASE_URL: database.url,
    GATEHOUSE_ERASURE_EVERY_SECONDS: '2',
    GATEHOUSE_MAGIC_LINK: 'true',
  };
  gatehouse = await launchGatehouse({ data, ready, environment });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.said, 'owner@example.com');
  owner = await api.turnOnTotp(access);
  await addEndpoint();
});
afterAll(async () => {
  await client?.end();
  await gatehouse?.stop();
  await database?.drop();
  await rm(data, { recursive: true, force: true });
});

/** Every table of every module that has these words in it. */
async function tablesWith(words: readonly string[]): Promise<string[]> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
      WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query(
      `SELECT FROM ${name} AS t WHERE EXISTS (
         SELECT FROM unnest($1::text[]) AS word WHERE t::text ILIKE '%' || word || '%') LIMIT 1`,
      [words],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

async function verdict(): Promise<Record<string, unknown>> {
  const { stdout } = await run(process.execPath, [command, 'audit', 'verify', '--json'], {
    env: { ...process.env, DATABASE_URL: database.url, GATEHOUSE_DATA_DIR: data },
  }).catch((error: unknown) => error as { stdout: string });
  return JSON.parse(stdout) as Record<string, unknown>;
}

const erase = (token: string) => api.call('POST', '/auth/account/erase', { token });
const userIdOf = async (token: string) => String((await api.validate(token)).body.userId);

/** Lets the last proof of somebody's sessions be an hour old. */
const age = (address: string) =>
  client.query(
    `UPDATE identity.sessions SET authenticated_at = now() - interval '1 hour', version = version + 1
      WHERE user_id = (SELECT id FROM identity.users WHERE email = $1)`,
    [address],
  );

/** Something that is told of every event. */
const addEndpoint = () =>
  client.query(
    `INSERT INTO webhooks.endpoints (id, organization_id, url, description, event_types, status, secret,
       created_at, updated_at)
     SELECT gen_random_uuid(), id, 'https://example.invalid/hook', '', '{}', 'enabled', '', now(), now()
       FROM identity.organizations`,
  );

const makeDue = (userId: string) =>
  client.query(`UPDATE identity.erasures SET due_at = now() WHERE user_id = $1`, [userId]);

/** Asks for everything about the person, and reads what the link in the mail leads to. */
async function exportOf(token: string, address: string) {
  expect((await api.call('POST', '/auth/account/export', { token })).status).toBe(202);
  const link = await api.linkIn(address, 'Everything we know about you');
  const response = await download(link);
  expect(response.headers.get('content-type')).toBe('application/zip');
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  const [json = '', page = ''] = ['account.json', 'account.html'].map((name) =>
    strFromU8(files[name] ?? new Uint8Array()),
  );
  return { link, json, page, told: JSON.parse(json) as Record<string, Record<string, unknown>[]> };
}

const download = (link: string) =>
  fetch(`${gatehouse.url}/api/v1/auth/account/export?token=${link}`);

it('sends everybody what is known about them, without secrets, and to nobody else', async () => {
  const { access } = await api.newPerson('export@erase.test');
  const { access: full, secret } = await api.turnOnTotp(access);
  const picture = await api.addPicture(full);
  const { link, json, page, told } = await exportOf(full, 'export@erase.test');
  expect((await download(`${link.slice(0, -1)}!`)).status).toBe(400);
  expect(told.account).toMatchObject([{ email: 'export@erase.test', first_name: 'Ada' }]);
  expect(told.sessions?.length).toBeGreaterThan(0);
  expect(json).not.toMatch(/argon2|hash|secret|\\\\x/);
  expect(json).not.toContain(secret);
  expect(page).toContain('export@erase.test');
  expect(told.pictures).toMatchObject([{ picture: `data:image/png;base64,${picture}` }]);
  expect(page).toContain(`<img alt="" src="data:image/png;base64,${picture}">`);
  await client.query('UPDATE identity.account_exports SET expires_at = now()');
  expect((await download(link)).status).toBe(400);
});

/** Tables that name people in passing: what is under way, and what others tell of as well. */
const notTold =
  /^(bullmq|platform)\.|\.(inbox|outbox)$|^identity\.(refresh_tokens|one_time_tokens|sign_in_challenges|account_exports|registrations)$|^notifications\.notices$|^security\.login_attempts_\d+$/;
/** What sections are called that tell of a table by another name. */
const sectionOf: Readonly<Record<string, string>> = {
  'identity.users': 'account',
  'audit.entries': 'audit_about_you',
  'notifications.deliveries': 'messages',
  'notifications.preferences': 'notification_preferences',
  'notifications.addresses': 'reached_addresses',
  'webhooks.deliveries': 'webhook_deliveries',
  'security.attempt_hours': 'failed_attempts',
};

it('tells of every table of every module that names the person', async () => {
  const address = 'gathered@erase.test';
  await api.add(owner.access, address, 'EMPLOYEE');
  await api.signIn(address, 'a wrong password');
  const { access } = await api.tokensOf(address);
  const { access: full } = await api.turnOnTotp(access);
  const id = await userIdOf(full);
  await client.query(
    `INSERT INTO security.alerts (id, detection, subject_type, subject, severity, summary, occurrences,
       first_at, last_at, state, updated_at)
     VALUES (gen_random_uuid(), 'new_devices', 'account', $1, 'low', 'Many devices', 1, now(), now(), 'open', now())`,
    [id],
  );
  await eventually(async () =>
    expect(await tablesWith([id])).toEqual(
      expect.arrayContaining(['audit.entries', 'notifications.deliveries', 'webhooks.deliveries']),
    ),
  );
  const known = (await tablesWith([id, address])).filter((table) => !notTold.test(table));
  expect(known.length).toBeGreaterThan(8);
  const { told, json } = await exportOf(full, address);
  for (const table of known)
    expect(Object.keys(told), table).toContain(sectionOf[table] ?? table.split('.')[1]);
  expect(told.audit_about_you).toContainEqual(
    expect.objectContaining({ action: 'user.registered', ip_address: null }),
  );
  expect(told.login_attempts).toContainEqual(expect.objectContaining({ succeeded: false }));
  // What mails and webhooks said, without what opens something.
  expect(told.mails).toContainEqual(
    expect.objectContaining({ text: expect.stringContaining('Choose a password to begin') }),
  );
  expect(json).not.toMatch(/token=/);
  expect(told.notifications).toContainEqual(expect.objectContaining({ title: expect.any(String) }));
  expect(told.webhook_deliveries).toContainEqual(
    expect.objectContaining({ data: expect.objectContaining({ userId: id, email: address }) }),
  );
  expect(json).not.toContain('owner@example.com');
});

it('asks for a recent proof, ends every session, and sends a link', async () => {
  const { access } = await api.newPerson('first@erase.test');
  await age('first@erase.test');
  expect((await erase(access)).body.code).toBe('reauthentication_required');
  const { body: challenge } = await api.call('POST', '/auth/step-up/challenge', { token: access });
  const { tempToken } = challenge;
  const wrong = { tempToken, password: 'another password' };
  expect((await api.call('POST', '/auth/step-up', { token: access, body: wrong })).status).toBe(
    401,
  );
  const proof = { tempToken, password };
  const proved = await api.call('POST', '/auth/step-up', { token: access, body: proof });
  const fresh = String(proved.body.accessToken);
  expect((await erase(fresh)).status).toBe(202);
  expect((await api.validate(fresh)).status).toBe(401);
  expect((await api.refresh(String(proved.body.refreshToken))).status).toBe(401);
  const token = await api.linkFor('first@erase.test');
  const cancels = await times(5, () =>
    api.call('POST', '/auth/account/erase/cancel', { body: { token } }),
  );
  expect(cancels.filter(({ status }) => status === 204)).toHaveLength(1);
  expect(cancels.filter(({ status }) => status === 400)).toHaveLength(4);
});

it('is open to whoever has no password, who signs in anew', async () => {
  await api.register('bare@erase.test');
  await client.query(
    `UPDATE identity.users SET password_hash = NULL WHERE email = 'bare@erase.test'`,
  );
  const signInByLink = async () => {
    await client.query(`UPDATE identity.one_time_tokens SET created_at = '2020-01-01'`);
    await api.call('POST', '/auth/magic-link', { body: { email: 'bare@erase.test' } });
    const token = await api.linkFor('bare@erase.test');
    const { body } = await api.call('POST', '/auth/magic-link/verify', { body: { token } });
    return String(body.accessToken);
  };
  const old = await signInByLink();
  await age('bare@erase.test');
  expect((await erase(old)).body.code).toBe('reauthentication_required');
  expect((await erase(await signInByLink())).status).toBe(202);
});

it('is called off by a sign-in', async () => {
  const { access } = await api.newPerson('second@erase.test');
  const id = await userIdOf(access);
  expect((await erase(access)).status).toBe(202);
  expect((await api.signIn('second@erase.test')).status).toBe(200);
  await eventually(async () => {
    const { rows } = await client.query(
      'SELECT cancelled_at FROM identity.erasures WHERE user_id = $1',
      [id],
    );
    expect(rows[0]).toMatchObject({ cancelled_at: expect.any(Date) });
  });
});

it('the primary admin and the last BOSS of others stay', async () => {
  expect((await erase(owner.access)).status).toBe(403);
});

/** Lets a listener have given up on what it was told of somebody. */
const park = (userId: string) =>
  eventually(async () => {
    const { rowCount } = await client.query(
      `UPDATE webhooks.inbox AS had
          SET state = 'parked', position = past.position, event = past.event, attempts = 8,
              error = 'Error: it broke'
         FROM identity.outbox AS past
        WHERE had.event_id = past.id AND past.type = 'user.registered' AND past.subject = $1`,
      [`user/${userId}`],
    );
    expect(rowCount).toBe(1);
  });

it('leaves nothing of the person in any table, and the audit trail whole', async () => {
  await api.add(owner.access, email, 'EMPLOYEE');
  await client.query(
    `UPDATE identity.users SET first_name = 'Zerlina', last_name = 'Quux-Frobisher', username = 'zquux',
       username_key = 'zquux' WHERE email = $1`,
    [email],
  );
  await api.signIn(email, 'a wrong password');
  await api.call('POST', '/auth/login', { body: { username: 'ZQuux', password: 'a wrong one' } });
  const { access } = await api.tokensOf(email);
  const { access: full, secret } = await api.turnOnTotp(access);
  await api.call('PATCH', '/auth/profile', { token: full, body: { firstName: 'Zerlina' } });
  expect(totp(secret)).toMatch(/^\d{6}$/);
  await api.call('POST', '/auth/password/forgot', { body: { email } });
  const id = await userIdOf(full);
  await client.query(
    `INSERT INTO identity.phones (user_id, number, created_at) VALUES ($1, $2, now())`,
    [id, '+4915112345678'],
  );
  await client.query(
    `INSERT INTO identity.email_addresses (id, user_id, email, email_key, confirmed_at, removed_at)
     VALUES (gen_random_uuid(), $1, 'second@quux.test', 'second@quux.test', now(), NULL),
            (gen_random_uuid(), $1, 'former@quux.test', 'former@quux.test', now(), now())`,
    [id],
  );
  // Told of in a failed sign-in, which the person's own id does not name.
  await api.signIn('former@quux.test', 'a wrong password');
  await park(id);
  const words = ['zerlina', 'quux-frobisher', email, 'zquux', '+4915112345678', '@quux.test'];
  await eventually(async () =>
    expect(await tablesWith(words)).toEqual(
      expect.arrayContaining([
        'audit.entries',
        'identity.outbox',
        'webhooks.deliveries',
        'webhooks.inbox',
      ]),
    ),
  );
  expect((await erase(full)).status).toBe(202);
  expect(await tablesWith(words)).toContain('identity.users');
  const before = await verdict();
  expect(before.valid).toBe(true);
  await makeDue(id);
  await eventually(async () => expect(await tablesWith(words)).toEqual([]));
  expect(await verdict()).toMatchObject({ valid: true });
  const { rows } = await client.query(
    `SELECT count(*)::int AS kept, count(ip_address) FILTER (
        WHERE actor_id IS NULL OR actor_id::text = $1)::int AS addresses FROM audit.entries
      WHERE actor_id::text = $1 OR resource_id = $1`,
    [id],
  );
  expect(rows[0]).toMatchObject({ kept: expect.any(Number), addresses: 0 });
  expect(Number(rows[0].kept)).toBeGreaterThan(5);
  expect((await api.signIn(email)).status).toBe(401);
  const { rows: told } = await client.query(
    `SELECT payload AS body FROM webhooks.deliveries WHERE event_type = 'organization.member_erased'`,
  );
  expect(told).toHaveLength(1);
  expect(told[0].body).toContain(id);
});

/** What is kept that does not name some people. */
async function keptOfOthers(ids: readonly string[]): Promise<string[]> {
  const names = (text: string) => `${text} ~ any ($1::text[])`;
  const { rows } = await client.query<{ kept: string }>(
    `SELECT 'delivery ' || id AS kept FROM webhooks.deliveries WHERE NOT ${names('payload')}
      UNION SELECT 'details ' || id || details FROM audit.entries
       WHERE NOT ${names(`concat(resource_id, details)`)}
      UNION SELECT 'attempt ' || id || concat(identifier, address) FROM security.login_attempts
       WHERE NOT ${names('concat(user_id)')}
      UNION SELECT 'event ' || id || (event -> 'data') FROM identity.outbox
       WHERE NOT ${names('event::text')}
      UNION SELECT 'failures ' || subject FROM security.attempt_hours WHERE subject_type = 'account'`,
    [ids],
  );
  return rows.map(({ kept }) => kept);
}

/** A delivery to another organization, which waits for its endpoint. */
const addForeignDelivery = (payload: string) =>
  client.query(
    `WITH endpoint AS (
       INSERT INTO webhooks.endpoints (id, organization_id, url, description, event_types, status, secret,
         created_at, updated_at)
       VALUES (gen_random_uuid(), gen_random_uuid(), 'https://other.invalid/hook', '', '{}', 'paused', '',
         now(), now()) RETURNING id)
     INSERT INTO webhooks.deliveries (id, endpoint_id, event_id, event_type, payload, next_attempt_at, created_at)
     SELECT gen_random_uuid(), id, gen_random_uuid(), 'user.role_changed', $1, now(), now() FROM endpoint`,
    [payload],
  );

/** Somebody who has chosen a word as their name, and asks to be erased. */
async function addErasedWithName(username: string): Promise<string> {
  const { access } = await api.newPerson(`${username}@words.test`);
  const id = await userIdOf(access);
  const taken = 'UPDATE identity.users SET username = $1, username_key = $1 WHERE id = $2';
  await client.query(taken, [username, id]);
  expect((await erase(access)).status).toBe(202);
  return id;
}

it('attack 38: a username that is a common word takes nothing of others along', async () => {
  const ids = [await addErasedWithName('data'), await addErasedWithName('employee')];
  await api.add(owner.access, 'jo-data@words.test', 'EMPLOYEE');
  const unknown = 'the-employee@words.test';
  await api.signIn(unknown, 'a wrong password');
  const told = { userId: randomUUID(), from: 'MANAGER', to: 'EMPLOYEE' };
  await addForeignDelivery(JSON.stringify({ type: 'user.role_changed', data: told }));
  const isKept = async () => expect(await keptOfOthers(ids)).toContain(`failures ${unknown}`);
  await eventually(isKept);
  const before = await keptOfOthers(ids);
  for (const id of ids) await makeDue(id);
  const areForgotten = async () => {
    const forgotten = 'user_id = ANY ($1) AND erased_at IS NOT NULL AND words IS NULL';
    const found = await client.query(`SELECT FROM identity.erasures WHERE ${forgotten}`, [ids]);
    expect(found.rows).toHaveLength(2);
    expect((await client.query('SELECT FROM platform.erasures')).rows).toEqual([]);
  };
  await eventually(areForgotten);
  expect(await keptOfOthers(ids)).toEqual(expect.arrayContaining(before));
});

it('attack 38: an entry emptied under the pretence of an erasure is found', async () => {
  const { rows } = await client.query(
    `UPDATE audit.entries SET details = '{}', details_salt = NULL, erased_for = gen_random_uuid()
      WHERE sequence = 2 RETURNING sequence`,
  );
  expect(rows).toHaveLength(1);
  expect(await verdict()).toMatchObject({ valid: false, fault: 'edited', sequence: 2 });
});
