import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { assertMigrated, migrate } from './migrator.js';

let database: TestDatabase;
let directory: string;
let pool: pg.Pool;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  pool = new pg.Pool({ connectionString: database.url, max: 2 });
  directory = await mkdtemp(path.join(tmpdir(), 'migrations-'));
});

afterEach(async () => {
  await pool.end();
  await database.drop();
  await rm(directory, { recursive: true });
});

async function file(name: string, sql: string): Promise<void> {
  await mkdir(path.dirname(path.join(directory, name)), { recursive: true });
  await writeFile(path.join(directory, name), sql);
}

it('runs the platform first, every module in its own namespace, and records what ran', async () => {
  await file('identity/0001_users.sql', 'CREATE TABLE users (id int)');
  await file('service-requests/0001_requests.sql', 'CREATE TABLE requests (id int)');
  await file('platform/0001_keys.sql', 'CREATE TABLE keys (id int)');
  expect(await migrate(database.url, directory)).toEqual([
    'platform/0001_keys.sql',
    'identity/0001_users.sql',
    'service-requests/0001_requests.sql',
  ]);
  await pool.query('SELECT * FROM identity.users, service_requests.requests, platform.keys');
  const { rows } = await pool.query('SELECT * FROM platform.migrations');
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatchObject({ checksum: expect.any(String), applied_at: expect.any(Date) });
  expect(await migrate(database.url, directory)).toEqual([]);
});

it('tells of a few steps by name, of many by their number, and names one that fails', async () => {
  const told: string[] = [];
  const run = () => migrate(database.url, directory, { onProgress: (line) => told.push(line) });
  for (const number of [1, 2, 3, 4]) await file(`identity/000${number}_step.sql`, 'SELECT 1');
  for (const number of [1, 2, 3]) await file(`security/000${number}_step.sql`, 'SELECT 1');
  await run();
  expect(told).toEqual([
    'migrating identity (4 steps)',
    'migrating security/0001_step',
    'migrating security/0002_step',
    'migrating security/0003_step',
  ]);
  for (const number of [4, 5, 6, 7]) await file(`security/000${number}_step.sql`, 'SELECT 1');
  await file('security/0006_step.sql', 'SELECT broken');
  await expect(run()).rejects.toThrow('security/0006_step.sql failed');
  expect(told.slice(4)).toEqual(['migrating security (4 steps)']);
});

it('runs every file once when two instances start at once', async () => {
  await file('identity/0001_users.sql', 'CREATE TABLE users (id int); SELECT pg_sleep(0.3)');
  await file('identity/0002_seed.sql', 'INSERT INTO users VALUES (1)');
  const ran = await Promise.all([
    migrate(database.url, directory),
    migrate(database.url, directory),
  ]);
  expect(ran.flat()).toHaveLength(2);
  expect((await pool.query('SELECT * FROM identity.users')).rowCount).toBe(1);
});

it('keeps nothing of a file that fails, names the line, and goes on once it is repaired', async () => {
  await file('identity/0001_users.sql', 'CREATE TABLE users (id int);\nCREATE TABEL broken ();');
  await expect(migrate(database.url, directory)).rejects.toThrow(
    /identity\/0001_users\.sql failed at line 2: .*TABEL.*Nothing of it was kept/,
  );
  await file('identity/0001_users.sql', 'CREATE TABLE users (id int);');
  expect(await migrate(database.url, directory)).toHaveLength(1);
});

it('runs a no-transaction file outside a transaction, even with an instance waiting', async () => {
  await file('identity/0001_users.sql', 'CREATE TABLE users (id int)');
  await file(
    'identity/0002_index.sql',
    '-- no-transaction\nCREATE INDEX CONCURRENTLY users_id ON users (id)',
  );
  const ran = await Promise.all([
    migrate(database.url, directory),
    migrate(database.url, directory),
  ]);
  expect(ran.flat()).toHaveLength(2);
});

it('refuses a file that was changed after it ran', async () => {
  await file('identity/0001_users.sql', 'CREATE TABLE users (id int)');
  await migrate(database.url, directory);
  await file('identity/0001_users.sql', 'CREATE TABLE users (id bigint)');
  await expect(migrate(database.url, directory)).rejects.toThrow(/was changed after it ran/);
});

it('takes a file checked out with Windows line ends as unchanged', async () => {
  await file('identity/0001_users.sql', 'CREATE TABLE users (\n  id int\n);\n');
  await migrate(database.url, directory);
  await file('identity/0001_users.sql', 'CREATE TABLE users (\r\n  id int\r\n);\r\n');
  expect(await migrate(database.url, directory)).toEqual([]);
});

it('refuses a database that a newer version migrated', async () => {
  await file('identity/0001_users.sql', 'SELECT 1');
  await file('identity/0002_newer.sql', 'SELECT 2');
  await migrate(database.url, directory);
  await rm(path.join(directory, 'identity/0002_newer.sql'));
  await expect(migrate(database.url, directory)).rejects.toThrow(
    /has run identity\/0002_newer\.sql.*newer version/,
  );
});

it('refuses a gap and a number that two files share', async () => {
  await file('identity/0001_users.sql', 'SELECT 1');
  await file('identity/0003_later.sql', 'SELECT 3');
  await expect(migrate(database.url, directory)).rejects.toThrow(/should be number 0002/);
  await file('identity/0002_one.sql', 'SELECT 2');
  await file('identity/0002_other.sql', 'SELECT 2');
  await expect(migrate(database.url, directory)).rejects.toThrow(/should be number 0003/);
});

it('migrates only the named modules, for a module with a database of its own', async () => {
  await file('identity/0001_users.sql', 'SELECT 1');
  await file('payments/0001_payments.sql', 'SELECT 1');
  const modules = ['payments'];
  expect(await migrate(database.url, directory, { modules })).toEqual([
    'payments/0001_payments.sql',
  ]);
  await expect(assertMigrated(pool, directory, { modules })).resolves.toBeUndefined();
  await expect(assertMigrated(pool, directory)).rejects.toThrow(/misses identity/);
});

it('keeps a program from working on a database that is not migrated', async () => {
  await file('identity/0001_users.sql', 'SELECT 1');
  await file('identity/0002_more.sql', 'SELECT 2');
  await expect(assertMigrated(database.url, directory)).rejects.toThrow(
    /misses identity\/0001_users\.sql and 1 more\. Start Gatehouse/,
  );
  await migrate(database.url, directory);
  await assertMigrated(database.url, directory);
});
