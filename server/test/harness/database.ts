import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export interface TestDatabase {
  url: string;
  /** Ends the connections that are still open, and removes the database. */
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
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
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
