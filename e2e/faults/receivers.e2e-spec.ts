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
  stand = await Stand.start(database.url, { GATEHOUSE_WEBHOOK_ALLOWED_RANGES: '127.0.0.0/8' });
}, 60_000);
afterAll(async () => {
  await stand?.stop();
  await receiver?.stop();
  await database?.drop();
});

it('sends every webhook that happened while the receiver was gone, in the end', async () => {
  const { api, token } = stand;
  const body = { url: receiver.url, eventTypes: ['role.created'] };
  expect((await api.call('POST', '/webhooks', { token, body })).status).toBe(201);
  const journal = stand.journal();
  journal.start();
  await journal.goOn(1000);
  await receiver.stop();
  await journal.goOn(1500);
  await receiver.open();
  await journal.goOn(1000);
  await journal.stop();
  expect(journal.roles.length).toBeGreaterThan(3);
  const arrived = () => new Set(receiver.bodies.map(({ data }) => (data as { name: string }).name));
  // The second try comes 5 s after the first.
  await expect
    .poll(() => journal.roles.filter((name) => !arrived().has(name)), { timeout: 20_000 })
    .toEqual([]);
  await journal.reconcile(stand.sql);
}, 120_000);
