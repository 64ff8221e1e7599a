import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../server/test/harness/database.js';
import { Receiver } from '../harness/receiver.js';
import { Stand } from '../harness/stand.js';

let database: TestDatabase;
let receiver: Receiver;
let stand: Stand;
beforeAll(async () => {
  database = await createTestDatabase();
  receiver = await Receiver.start();
  stand = await Stand.start(database.url, {
    GATEHOUSE_WEBHOOK_ALLOWED_RANGES: '127.0.0.0/8',
    GATEHOUSE_RATE_API: '100000/min',
  });
});
afterAll(async () => {
  await stand?.stop();
  await receiver?.stop();
  await database?.drop();
});

const call = (method: string, path: string, body?: unknown) =>
  stand.api.call(method, path, { token: stand.token, ...(body === undefined ? {} : { body }) });

async function addEndpoint(url: string): Promise<string> {
  const { status, body } = await call('POST', '/webhooks', { url, eventTypes: ['role.created'] });
  expect(status).toBe(201);
  return String(body.id);
}

/** Requests under way to one endpoint. */
const mostAtOnce = 8;

let roles = 0;
async function makeRole(): Promise<void> {
  roles += 1;
  const role = { name: `Quick ${roles}`, rank: 'EMPLOYEE', permissions: ['user:read'] };
  expect((await call('POST', '/roles', role)).status).toBe(201);
}

it('sends every webhook that happened while the receiver was gone, in the end', async () => {
  await addEndpoint(receiver.url);
  const journal = stand.journal();
  await journal.start();
  await journal.goOn(1000);
  await receiver.stop();
  await journal.goOn(1500);
  await receiver.open();
  await journal.goOn(1000);
  await journal.stop();
  expect(journal.roles.length).toBeGreaterThan(3);
  const arrived = () => new Set(receiver.bodies.map(({ data }) => (data as { name: string }).name));
  // The second try comes 5 s after the first.
  await expect.poll(() => journal.roles.filter((name) => !arrived().has(name))).toEqual([]);
  await journal.reconcile(stand.sql);
  // What came twice came under one id: it was on its way when the receiver went.
  const ids = new Map<unknown, Set<unknown>>();
  for (const { headers, body } of receiver.received) {
    const { name } = (JSON.parse(body) as { data: { name: string } }).data;
    ids.set(name, (ids.get(name) ?? new Set()).add(headers['webhook-id']));
  }
  expect([...ids].filter(([, of]) => of.size !== 1)).toEqual([]);
  expect(receiver.received.length - ids.size).toBeLessThanOrEqual(mostAtOnce);
});

/** An endpoint with failed deliveries; it is paused, so that what is queued stays so. */
async function addFailing(count: number): Promise<string> {
  const endpointId = await addEndpoint(receiver.url);
  await call('POST', `/webhooks/${endpointId}/pause`);
  await stand.sql(
    `INSERT INTO webhooks.deliveries
       (id, endpoint_id, event_id, event_type, payload, state, next_attempt_at, created_at)
     SELECT gen_random_uuid(), $1, gen_random_uuid(), 'role.created', '{}', 'failed', now(), now()
       FROM generate_series(1, $2)`,
    [endpointId, count],
  );
  return endpointId;
}

async function recover(endpointId: string): Promise<string> {
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const { status, body } = await call('POST', `/webhooks/${endpointId}/recover`, { since, until });
  expect(status).toBe(202);
  return `/webhook-recoveries/${String(body.id)}`;
}

/** By how often they were queued. */
const queued = (endpointId: string) =>
  stand.sql(
    `SELECT claim, count(*)::int FROM webhooks.deliveries
      WHERE endpoint_id = $1 AND state = 'pending' GROUP BY 1`,
    [endpointId],
  );

it('goes on to send again what failed, each once, when it is killed at it', async () => {
  const count = 20_000;
  const endpointId = await addFailing(count);
  const recovery = await recover(endpointId);
  await expect.poll(async () => (await call('GET', recovery)).body.recovered).not.toBe(0);
  await stand.killAndStart();
  await expect
    .poll(async () => (await call('GET', recovery)).body)
    .toMatchObject({ state: 'done', total: count, recovered: count });
  expect(await queued(endpointId)).toEqual([{ claim: 1, count }]);
});

it('queues no more of what failed once that was cancelled', async () => {
  const endpointId = await addFailing(20_000);
  const recovery = await recover(endpointId);
  await expect.poll(async () => (await call('GET', recovery)).body.recovered).not.toBe(0);
  const { status, body } = await call('POST', `${recovery}/cancel`);
  expect(status).toBe(200);
  // A quick machine may be through already; either way it says what it has done.
  expect(['cancelled', 'done']).toContain(body.state);
  expect(body.finishedAt).not.toBeNull();
  expect(await queued(endpointId)).toEqual([{ claim: 1, count: body.recovered }]);
});

it('serves a quick receiver while many slow ones answer nothing', async () => {
  const [slow, quick] = [await Receiver.start(), await Receiver.start()];
  const open = new Map<string, number>();
  const most = { ofOne: 0, inAll: 0 };
  slow.answer = ({ url = '' }, response) => {
    open.set(url, (open.get(url) ?? 0) + 1);
    response.once('close', () => open.set(url, (open.get(url) ?? 0) - 1));
    const counts = [...open.values()];
    most.ofOne = Math.max(most.ofOne, ...counts);
    const sum = counts.reduce((all, count) => all + count, 0);
    most.inAll = Math.max(most.inAll, sum);
  };
  // More than have places among the quick ones; the quick one has its turn last.
  const slowOnes: string[] = [];
  for (let index = 0; index < 80; index += 1)
    slowOnes.push(await addEndpoint(`${slow.url}/${index}`));
  const quickId = await addEndpoint(quick.url);
  /** Tries at slow receivers that had come to their end, of the event that came to the quick one last. */
  const ended = () =>
    stand.sql(
      `SELECT FROM webhooks.attempts JOIN webhooks.deliveries ON deliveries.id = delivery_id
        WHERE endpoint_id = ANY($1::uuid[]) AND event_id = (
          SELECT event_id FROM webhooks.deliveries WHERE endpoint_id = $2 ORDER BY id DESC LIMIT 1)`,
      [slowOnes, quickId],
    );
  for (let made = 1; made <= 6; made += 1) {
    await makeRole();
    await expect.poll(() => quick.received.length).toBe(made);
    // It did not wait until one of the slow ones left its place.
    expect(await ended()).toEqual([]);
  }
  expect(most.inAll).toBeGreaterThan(64);
  expect(most.inAll).toBeLessThanOrEqual(256);
  expect(most.ofOne).toBeLessThanOrEqual(8);
  await slow.stop();
  await quick.stop();
});
