import { UnrecoverableError } from 'bullmq';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { configOf, QuietLogger } from '../../../test/harness/events.js';
import { SystemClock } from '../../kernel/clock.js';
import { type Tier, tiers } from '../config/apps/apps.js';
import { Jobs } from './jobs.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { QueueConnection } from './queue-connection.js';
import { eventually } from '../../../test/harness/waiting/eventually.js';

let database: TestDatabase;
let opened: { jobs: Jobs; connection: QueueConnection }[];

beforeEach(async () => {
  database = await createTestDatabase();
  opened = [];
});
afterEach(async () => {
  for (const { jobs, connection } of opened) {
    await jobs.beforeApplicationShutdown();
    await connection.close();
  }
  await database.drop();
});

function open(own: readonly Tier[] = tiers) {
  const logger = new QuietLogger();
  const config = configOf(database.url, { tiers: own });
  const connection = new QueueConnection(config, new RedisConnections(config, logger), logger);
  const jobs = new Jobs(connection, config, logger, new SystemClock());
  opened.push({ jobs, connection });
  return { jobs, connection, logger };
}

it('runs a job with its payload, and a delayed one later', async () => {
  const { jobs } = open();
  const done: unknown[] = [];
  jobs.register('shop.count', async (payload) => void done.push(payload));
  await jobs.onApplicationBootstrap();
  await jobs.add('shop.count', { late: true }, { delay: 2_000 });
  await jobs.add('shop.count', { late: false });
  await eventually(() => expect(done).toEqual([{ late: false }, { late: true }]));
});

it('runs one of any number of jobs with one idempotency key, over two instances', async () => {
  const done: unknown[] = [];
  const instances = [open(), open()];
  for (const { jobs } of instances) {
    jobs.register('shop.once', async (payload) => void done.push(payload));
    jobs.register('shop.last', async () => void done.push('last'));
    await jobs.onApplicationBootstrap();
  }
  const adds = Array.from({ length: 20 }, (_, index) =>
    instances[index % 2]?.jobs.add('shop.once', {}, { idempotencyKey: 'the key: 1' }),
  );
  await Promise.all(adds);
  await instances[0]?.jobs.add('shop.last', {}, { delay: 300 });
  await eventually(() => expect(done).toContain('last'));
  expect(done).toHaveLength(2);
});

it('runs a recurring job once a period, however many instances there are', async () => {
  let runs = 0;
  const begun = performance.now();
  for (const { jobs } of [open(), open()]) {
    jobs.register('shop.clean', async () => void (runs += 1), { schedule: { every: 500 } });
    await jobs.onApplicationBootstrap();
  }
  await eventually(() => expect(runs).toBeGreaterThanOrEqual(8));
  // A run may come late and the next one close behind it; there are never more than periods.
  expect(runs).toBeLessThanOrEqual((performance.now() - begun) / 500 + 2);
});

/** Work that lasts, and the most of it that was under way at once. */
function lasting(milliseconds: number) {
  const counts = { now: 0, most: 0, done: 0 };
  const work = async () => {
    counts.now += 1;
    counts.most = Math.max(counts.most, counts.now);
    await new Promise((after) => setTimeout(after, milliseconds));
    counts.now -= 1;
    counts.done += 1;
  };
  return { counts, work };
}

it('takes the turns of a recurring job one after the other, however long they last', async () => {
  const { jobs } = open();
  const [patient, hasty] = [lasting(600), lasting(600)];
  jobs.register('shop.clean', patient.work, { schedule: { every: 100 } });
  jobs.register('shop.sell', hasty.work, { schedule: { every: 100 }, overlaps: true });
  await jobs.onApplicationBootstrap();
  await eventually(() => expect(patient.counts.done).toBeGreaterThanOrEqual(3));
  expect(patient.counts.most).toBe(1);
  expect(hasty.counts.most).toBeGreaterThan(1);
});

it('does as many of a job at once as it may, the others after them, and other jobs meanwhile', async () => {
  const { jobs } = open();
  const { counts, work } = lasting(200);
  let others = 0;
  jobs.register('shop.ship', work, { atOnce: 2 });
  jobs.register('shop.count', async () => void (others += 1));
  await jobs.onApplicationBootstrap();
  await Promise.all(Array.from({ length: 20 }, () => jobs.add('shop.ship', {})));
  await jobs.add('shop.count', {});
  await eventually(() => expect(others).toBe(1));
  expect(counts.done).toBeLessThan(20);
  await eventually(() => expect(counts.done).toBe(20));
  expect(counts.most).toBe(2);
});

it('leaves jobs to the processes of their tier, whoever adds them', async () => {
  const done: string[] = [];
  const processes = { api: open([]), worker: open(['main']), sender: open(['notifications']) };
  const start = async (name: keyof typeof processes) => {
    const { jobs } = processes[name];
    for (const job of ['shop.count', 'notifications.count'])
      jobs.register(job, async () => void done.push(`${name} ${job}`));
    await jobs.onApplicationBootstrap();
  };
  await start('api');
  await start('worker');
  await processes.api.jobs.add('notifications.count', {});
  await processes.sender.jobs.add('shop.count', {});
  await eventually(() => expect(done).toEqual(['worker shop.count']));
  expect(await processes.worker.jobs.depth()).toBe(1);
  await start('sender');
  await eventually(() => expect(done).toContain('sender notifications.count'));
  expect(done).toHaveLength(2);
});

it('hands over what an earlier version put into the queue of another tier', async () => {
  const { jobs, connection } = open();
  const queue = connection.queue('jobs');
  await queue.upsertJobScheduler('mails.send', { every: 100 }, { name: 'mails.send', data: {} });
  await queue.add('notifications.tell', { number: 1 });
  const told: unknown[] = [];
  jobs.register('mails.send', async () => {}, { schedule: { every: 60_000 } });
  jobs.register('notifications.tell', async (payload) => void told.push(payload));
  jobs.register('shop.count', async () => {});
  await jobs.onApplicationBootstrap();
  await eventually(() => expect(told).toEqual([{ number: 1 }]));
  await eventually(async () => expect(await queue.getJobSchedulersCount()).toBe(0));
  const left = async () => Object.values(await queue.getJobCounts('waiting', 'delayed', 'active'));
  await eventually(async () => expect(await left()).toEqual([0, 0, 0]));
  await queue.close();
});

it('tries a job again that fails', async () => {
  const { jobs, logger } = open();
  let tries = 0;
  jobs.register('shop.fragile', async () => {
    tries += 1;
    if (tries === 1) throw new Error('not yet');
  });
  await jobs.onApplicationBootstrap();
  await jobs.add('shop.fragile', {});
  await eventually(() => expect(tries).toBe(2));
  expect(logger.lines).toContain('a job failed');
});

it('lets a running job end before it stops', async () => {
  const { jobs } = open();
  let ended = false;
  const started = new Promise<void>((resolve) => {
    jobs.register('shop.slow', async () => {
      resolve();
      await new Promise((after) => setTimeout(after, 500));
      ended = true;
    });
  });
  await jobs.onApplicationBootstrap();
  await jobs.add('shop.slow', {});
  await started;
  await jobs.beforeApplicationShutdown();
  expect(ended).toBe(true);
});

it('keeps to its own SQL namespace and to four connections', async () => {
  const { jobs } = open();
  jobs.register('shop.many', () => new Promise((after) => setTimeout(after, 5)));
  await jobs.onApplicationBootstrap();
  await Promise.all(Array.from({ length: 50 }, () => jobs.add('shop.many', {})));
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  const tables = await client.query(`SELECT FROM pg_tables WHERE schemaname = 'public'`);
  await client.end();
  expect(rows[0]?.count).toBeLessThanOrEqual(4);
  expect(tables.rowCount).toBe(0);
});

it('S1-050: shows what was given up, with its error, and has it done again with all its tries', async () => {
  const { jobs } = open();
  let isBroken = true;
  const done: unknown[] = [];
  jobs.register('shop.mend', async ({ number }) => {
    if (isBroken) throw new UnrecoverableError('the shop is closed');
    done.push(number);
  });
  await jobs.onApplicationBootstrap();
  await jobs.add('shop.mend', { number: 1 });
  await eventually(async () => expect(await jobs.countFailed()).toBe(1));
  const [failed] = await jobs.listFailed(10);
  const told = { name: 'shop.mend', error: 'the shop is closed', attempts: 1, tier: 'main' };
  expect(failed).toMatchObject(told);
  isBroken = false;
  expect(await jobs.retryFailed('main', failed?.id ?? '')).toBe('shop.mend');
  await eventually(() => expect(done).toEqual([1]));
  expect(await jobs.countFailed()).toBe(0);
  // What is done, or never was, is not done again.
  expect(await jobs.retryFailed('main', failed?.id ?? '')).toBeNull();
  expect(await jobs.retryFailed('main', 'no-such-job')).toBeNull();
});
