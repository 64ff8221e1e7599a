import { existsSync } from 'node:fs';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';
import { migrate } from '../../src/platform/database/migrator.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's PostgreSQL, connected to a database that no test uses. */
    databaseServerUrl: string;
    /** A migrated, empty database: tests clone it and never connect to it. */
    databaseTemplate: string;
  }
}

const TEMPLATE = 'gatehouse_template';
const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));

/** What the databases of a run take at the most, several times over, in bytes. */
const ROOM = 4 * 2 ** 30;

/** One PostgreSQL for the whole run, in a folder that goes with it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(await quickFolder(), 'gatehouse-test-'));
  const server = await startEmbeddedPostgres({
    dataDirectory: folder,
    durable: false,
    settings: { max_connections: 300, shared_buffers: '128MB', max_wal_size: '256MB' },
  });
  const teardown = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await createTemplate(server.url);
  } catch (error) {
    await teardown();
    throw error;
  }
  project.provide('databaseServerUrl', overTcp(server.url));
  project.provide('databaseTemplate', TEMPLATE);
  return teardown;
}

/** As of a database of one's own. What a product brings itself is reached over a socket. */
function overTcp(url: string): string {
  const address = new URL(url);
  address.searchParams.delete('host');
  return address.href;
}

/**
 * In memory where Linux has room there: each test file clones a database of some 1,500 files, which
 * takes a disk up to two seconds and memory a tenth of one.
 */
async function quickFolder(): Promise<string> {
  const memory = '/dev/shm';
  const found = await statfs(memory).catch(() => undefined);
  return found && found.bavail * found.bsize >= ROOM ? memory : tmpdir();
}

async function createTemplate(serverUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${TEMPLATE}`);
    const url = new URL(serverUrl);
    url.pathname = TEMPLATE;
    if (existsSync(MIGRATIONS)) await migrate(url.href, MIGRATIONS);
    // A single open connection would make every clone fail.
    await client.query(`ALTER DATABASE ${TEMPLATE} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  } finally {
    await client.end();
  }
}
