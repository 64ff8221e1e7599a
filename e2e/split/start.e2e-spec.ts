import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../server/test/harness/database.js';
import { launchGatehouse } from '../harness/launch.js';
import { query } from '../harness/query.js';

let database: TestDatabase;
let data: string;
beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  data = await mkdtemp(path.join(tmpdir(), 'gatehouse-migrate-'));
});
afterAll(async () => {
  await database?.drop();
  await rm(data, { recursive: true, force: true });
});

const start = (ready: RegExp, environment: Readonly<Record<string, string>>) =>
  launchGatehouse({ data, ready, environment });

it('migrates and ends, and finds nothing to do the second time', { timeout: 240_000 }, async () => {
  const environment = { GATEHOUSE_APP: 'migrate', DATABASE_URL: database.url };
  expect(await (await start(/\d+ migrations have run/, environment)).ended).toBe(0);
  expect(await query(database.url, 'SELECT FROM identity.users')).toEqual([]);
  expect(await (await start(/The database is up to date/, environment)).ended).toBe(0);
});

it('refuses the embedded database, and says what to set', async () => {
  const refused = start(/DATABASE_URL must be set for GATEHOUSE_APP/, { GATEHOUSE_APP: 'worker' });
  expect(await (await refused).ended).toBe(1);
});
