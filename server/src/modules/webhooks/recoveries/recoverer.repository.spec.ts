import pg from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { TestClock } from '../../../../test/harness/events.js';
import { after, minutes } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { DeliveriesRepository } from '../deliveries/deliveries.repository.js';
import type { Dispatcher } from '../sending/dispatcher.js';
import { RecoveriesRepository } from './recoveries.repository.js';
import { Recoverer } from './recoverer.js';

let created: TestDatabase;
let pool: pg.Pool;
let database: Database;
let endpointId: string;
const clock = new TestClock();
const recoveries = new RecoveriesRepository();

beforeEach(async () => {
  created = await createTestDatabase();
  pool = new pg.Pool({ connectionString: created.url });
  database = new Database(pool);
  endpointId = await addEndpoint();
});
afterEach(async () => {
  await pool.end();
  await created.drop();
});

const newRecoverer = () => {
  const dispatcher = { wake: () => {} } as unknown as Dispatcher;
  return new Recoverer(recoveries, new DeliveriesRepository(), dispatcher, database, clock);
};

async function addEndpoint(): Promise<string> {
  const id = newId();
  await pool.query(
    `INSERT INTO webhooks.endpoints
       (id, organization_id, url, description, event_types, status, secret, created_at, updated_at)
     VALUES ($1, gen_random_uuid(), 'https://receiver.example', '', '{}', 'enabled', '', now(), now())`,
    [id],
  );
  return id;
}

async function addFailed(count: number, madeAt = clock.now(), of = endpointId): Promise<void> {
  const ids = Array.from({ length: count }, () => newId());
  await pool.query(
    `INSERT INTO webhooks.deliveries
       (id, endpoint_id, event_id, event_type, payload, state, round, next_attempt_at, created_at)
     SELECT id, $2, gen_random_uuid(), 'user.registered', '{}', 'failed', 10, $3, $3
       FROM unnest($1::uuid[]) AS id`,
    [ids, of, madeAt],
  );
}

async function begin(change: { since?: Date; until?: Date } = {}): Promise<string> {
  const id = newId();
  const now = after(clock.now(), 1_000);
  const window = { since: new Date(0), until: now, ...change };
  const row = { id, endpointId, ...window, startedBy: newId(), createdAt: now };
  await database.transaction((tx) => recoveries.insert(tx, row));
  return id;
}

async function finish(by = newRecoverer()): Promise<void> {
  for (let step = await by.step(); step !== 'none'; step = await by.step());
}

/** By state and by how often it was queued: claims are counted. */
async function deliveries(of = endpointId): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ key: string; count: number }>(
    `SELECT state || ' ' || claim AS key, count(*)::int FROM webhooks.deliveries
      WHERE endpoint_id = $1 GROUP BY 1`,
    [of],
  );
  return Object.fromEntries(rows.map(({ key, count }) => [key, count]));
}

async function progress(id: string) {
  const { rows } = await pool.query('SELECT * FROM webhooks.recoveries WHERE id = $1', [id]);
  return rows[0] as Record<string, unknown>;
}

it('queues each failed delivery once, however many work on it', async () => {
  await addFailed(1_200);
  const id = await begin();
  await Promise.all([finish(), finish(), finish()]);
  await finish();
  expect(await deliveries()).toEqual({ 'pending 1': 1_200 });
  expect(await progress(id)).toMatchObject({ state: 'done', total: 1_200, recovered: 1_200 });
});

it('attack 32: killed in the middle, it goes on where it was', async () => {
  await addFailed(1_200);
  const id = await begin();
  const recoverer = newRecoverer();
  await recoverer.step();
  await recoverer.step();
  const update = vi.spyOn(recoveries, 'update').mockRejectedValue(new Error('killed'));
  await expect(recoverer.step()).rejects.toThrow('killed');
  update.mockRestore();
  expect(await deliveries()).toEqual({ 'pending 1': 500, 'failed 0': 700 });
  await finish();
  expect(await deliveries()).toEqual({ 'pending 1': 1_200 });
  expect(await progress(id)).toMatchObject({ state: 'done', recovered: 1_200 });
});

it('does not queue again what fails again meanwhile', async () => {
  await addFailed(700);
  await begin();
  const recoverer = newRecoverer();
  await recoverer.step();
  await recoverer.step();
  await pool.query(`UPDATE webhooks.deliveries SET state = 'failed' WHERE state = 'pending'`);
  await finish();
  expect(await deliveries()).toEqual({ 'failed 1': 500, 'pending 1': 200 });
});

it('keeps to its time and its endpoint, and leaves alone what did not fail', async () => {
  const other = await addEndpoint();
  await addFailed(1, clock.now(), other);
  await addFailed(2, after(clock.now(), -minutes(10)));
  await addFailed(3);
  await pool.query(
    `UPDATE webhooks.deliveries SET state = 'succeeded' WHERE id =
       (SELECT id FROM webhooks.deliveries WHERE endpoint_id = $1 ORDER BY id DESC LIMIT 1)`,
    [endpointId],
  );
  await begin({ since: after(clock.now(), -minutes(5)) });
  await finish();
  expect(await deliveries()).toEqual({ 'failed 0': 2, 'pending 1': 2, 'succeeded 0': 1 });
  expect(await deliveries(other)).toEqual({ 'failed 0': 1 });
});

it('queues nothing more when it is cancelled, and is cancelled once', async () => {
  await addFailed(1_200);
  const id = await begin();
  const recoverer = newRecoverer();
  await recoverer.step();
  await recoverer.step();
  const cancel = () => database.transaction((tx) => recoveries.cancel(tx, id, clock.now()));
  const cancelled = await Promise.all([cancel(), cancel(), cancel()]);
  expect(cancelled.filter((row) => row !== null)).toHaveLength(1);
  await finish();
  expect(await deliveries()).toEqual({ 'pending 1': 500, 'failed 0': 700 });
  expect(await progress(id)).toMatchObject({ state: 'cancelled', recovered: 500, total: 1_200 });
});

it('gives up and keeps what a paused endpoint let wait for too long; removes it when that is old', async () => {
  const repository = new DeliveriesRepository();
  await addFailed(3, after(clock.now(), -minutes(90)));
  await addFailed(2);
  await pool.query(`UPDATE webhooks.deliveries SET state = 'pending'`);
  const purge = async (before: Date) => {
    const giveUp = () =>
      database.transaction((tx) => repository.giveUp(tx, before, clock.now(), 2));
    let given = 0;
    for (let some = await giveUp(); some > 0; some = await giveUp()) given += some;
    return { given, removed: await repository.purge(database.connection, before) };
  };
  expect(await purge(after(clock.now(), -minutes(60)))).toEqual({ given: 3, removed: 0 });
  expect(await deliveries()).toEqual({ 'failed 1': 3, 'pending 0': 2 });
  const { rows } = await pool.query('SELECT DISTINCT error FROM webhooks.attempts');
  expect(rows).toEqual([{ error: 'It waited for longer than deliveries are kept' }]);
  clock.ahead += minutes(61);
  expect(await purge(after(clock.now(), -minutes(60)))).toEqual({ given: 2, removed: 3 });
});
