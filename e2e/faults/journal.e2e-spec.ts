import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../server/test/harness/database.js';
import { Stand } from '../harness/stand.js';
import type { Sql } from '../harness/journal/aftermath.js';
import type { Journal } from '../harness/journal/journal.js';

let database: TestDatabase;
let stand: Stand;
let journal: Journal;
beforeAll(async () => {
  database = await createTestDatabase();
  stand = await Stand.start(database.url, { GATEHOUSE_RATE_API: '100000/min' });
});
afterAll(async () => {
  await stand?.stop();
  await database?.drop();
});

/** One row more, the same but for what must be its own. */
const doubled = (table: string, where: string, own: string) => `
  INSERT INTO ${table} SELECT (jsonb_populate_record(one, jsonb_build_object(${own}))).*
    FROM ${table} AS one WHERE ${where} LIMIT 1`;
const removed = (table: string, where: string) => `
  DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${where} LIMIT 1))`;

const anyId = `'id', gen_random_uuid()`;
const change = `action = 'user.updated' AND request_id = ANY ($1::text[])`;
const attempt = 'session_id::text = ANY ($1::text[])';
const welcome = `template = 'welcome' AND channel = 'in_app' AND user_id IN (
  SELECT id FROM identity.users WHERE email LIKE 'journal-%')`;

it('a journal is reconciled with what it made', async () => {
  journal = stand.journal();
  await journal.start();
  await journal.goOn(500);
  await journal.stop();
  await journal.reconcile(stand.sql);
});

it.each([
  ['a lost audit entry', removed('audit.entries', change)],
  ['an audit entry twice', doubled('audit.entries', change, `${anyId}, 'sequence', 1000000000`)],
  ['a lost role', removed('identity.custom_roles', 'true')],
  ['a lost mail', removed('platform.mails', `recipient_key LIKE 'journal-%'`)],
  ['a mail twice', doubled('platform.mails', `recipient_key LIKE 'journal-%'`, anyId)],
  [
    'a notice that was never told',
    `UPDATE notifications.notices SET told_at = NULL WHERE content ->> 'template' = 'welcome'`,
  ],
  ['a lost delivery', removed('notifications.deliveries', welcome)],
  [
    'a delivery twice',
    doubled('notifications.deliveries', welcome, `${anyId}, 'notice_id', gen_random_uuid()`),
  ],
  ['a lost attempt to sign in', removed('security.login_attempts', attempt)],
  ['an attempt to sign in twice', doubled('security.login_attempts', attempt, anyId)],
  ['a lost webhook', removed('webhooks.deliveries', 'true')],
])('control: a journal is not reconciled with %s', async (_what, tamper) => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query('BEGIN');
    // The trail keeps whoever owns it not from this, and the verifier would find it.
    await client.query('ALTER TABLE audit.entries DISABLE TRIGGER USER');
    const known = [...journal.acknowledged, ...journal.sessions];
    const values = tamper.includes('$1') ? [known] : [];
    expect((await client.query(tamper, values)).rowCount).toBeGreaterThan(0);
    const sql: Sql = async (text, given = []) =>
      (await client.query<Record<string, unknown>>(text, given)).rows;
    await expect(journal.reconcile(sql, 300)).rejects.toThrow();
  } finally {
    await client.query('ROLLBACK');
    await client.end();
  }
});
