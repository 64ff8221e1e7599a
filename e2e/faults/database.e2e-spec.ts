import { afterAll, beforeAll, expect, it } from 'vitest';
import { startOwnPostgres } from '../../server/test/harness/own-postgres.js';
import type { RealServer } from '../../server/test/harness/servers/program.js';
import { Stand } from '../harness/stand.js';

let postgres: RealServer;
let stand: Stand;
beforeAll(async () => {
  postgres = await startOwnPostgres();
  stand = await Stand.start(postgres.url);
});
afterAll(async () => {
  await stand?.stop();
  await postgres?.remove();
});

it('loses nothing and does nothing twice when PostgreSQL is killed under load', async () => {
  const { api } = stand;
  const journal = stand.journal();
  await journal.start();
  await journal.goOn(1000);
  await postgres.kill();
  await expect.poll(async () => (await api.call('GET', '/health/ready')).status).toBe(503);
  expect((await api.call('GET', '/health/live')).status).toBe(200);
  await postgres.start();
  await expect.poll(async () => (await api.call('GET', '/health/ready')).status).toBe(200);
  await journal.goOn(1500);
  await journal.stop();
  expect(journal.failed.length).toBeGreaterThan(0);
  await journal.reconcile(stand.sql);
});
