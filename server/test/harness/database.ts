import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';

export interface TestDatabase {
  url: string;
  /** Waits a moment for connections to end, ends the others, and removes the database. */
  drop(): Promise<void>;
}

/** Any number that nothing else in the tests' server uses. */
const CLONING = 7_001;

/**
 * A migrated database of the test's own, so that no test sees another's rows. `empty` leaves the
 * migrations out.
 */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const template = options.empty ? 'template0' : inject('databaseTemplate');
  await onServer(async (client) => {
    // One clone at a time: PostgreSQL refuses to copy a template that is being copied.
    await client.query('SELECT pg_advisory_lock($1)', [CLONING]);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  });
  const url = new URL(inject('databaseServerUrl'));
  url.pathname = name;
  return {
    url: url.href,
    drop: () =>
      onServer(async (client) => {
        await untilLeft(client, name);
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}

/** A pool that has ended tells of connections that are ended meanwhile, to nobody who listens. */
async function untilLeft(client: pg.Client, name: string): Promise<void> {
  for (let look = 0; look < 40; look += 1) {
    const { rowCount } = await client.query('SELECT FROM pg_stat_activity WHERE datname = $1', [
      name,
    ]);
    if (rowCount === 0) return;
    await setTimeout(25);
  }
}

async function onServer(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseServerUrl') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
