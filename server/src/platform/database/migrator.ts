import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connectFirst } from './connect.js';
import { errorCode } from './error-code.js';
import {
  namespaceOf,
  readMigrationFiles,
  type MigrationFile,
} from './migrations/migration-files.js';
import { planMigrations, type AppliedMigration } from './migrations/migration-plan.js';
import { messageOf } from '../../kernel/error.js';
import { StartError } from '../../kernel/start-error.js';

export interface MigrateOptions {
  /** Only these modules: for a module that has a database of its own. */
  modules?: readonly string[];
  onProgress?: (message: string) => void;
  /** Ends it before the next file, or where it waits for another instance. */
  signal?: AbortSignal | undefined;
}

type Queryable = Pick<pg.Client | pg.Pool, 'query'>;

/** 'gate' and 'migr' in ASCII: the same pair for every instance on a database. */
const LOCK_KEYS = [0x67617465, 0x6d696772];
const LOCK_POLL_MS = 100;
const UNDEFINED_TABLE = '42P01';
/** As many steps of a module are told one by one, as in an upgrade; of more, as in a first start, the number. */
const fewSteps = 3;

/**
 * Brings the database up to the files. Two instances that start at once wait for each other, and
 * every file runs once. Each file and its record commit together, except `-- no-transaction` files.
 *
 * @returns the `module/name.sql` of the files that ran.
 */
export async function migrate(
  databaseUrl: string,
  migrationsDirectory: string,
  options: MigrateOptions = {},
): Promise<string[]> {
  const files = await readMigrationFiles(migrationsDirectory, options.modules);
  const client = await connectFirst(databaseUrl);
  try {
    await lock(client, options);
    await client.query(CREATE_RECORD);
    const pending = planMigrations(files, await readApplied(client, options.modules));
    for (const { module, files: steps } of byModule(pending)) {
      const few = steps.length <= fewSteps;
      if (!few) options.onProgress?.(`migrating ${module} (${steps.length} steps)`);
      for (const file of steps) {
        options.signal?.throwIfAborted();
        if (few) options.onProgress?.(`migrating ${module}/${file.name}`);
        await run(client, file);
      }
    }
    return pending.map(({ module, name }) => `${module}/${name}.sql`);
  } finally {
    await client.end();
  }
}

/** Files of a module stand together already, in the order in which they run. */
function byModule(files: readonly MigrationFile[]) {
  const modules = Map.groupBy(files, ({ module }) => module);
  return [...modules].map(([module, own]) => ({ module, files: own }));
}

/**
 * The guard of a program that works on the database and does not migrate it.
 *
 * @throws an Error with what to do when files are pending or contradict the database.
 */
export async function assertMigrated(
  database: string | pg.Pool,
  migrationsDirectory: string,
  options: Pick<MigrateOptions, 'modules'> = {},
): Promise<void> {
  const files = await readMigrationFiles(migrationsDirectory, options.modules);
  const pool =
    typeof database === 'string' ? new pg.Pool({ connectionString: database, max: 1 }) : database;
  try {
    const applied = await readApplied(pool, options.modules).catch((error: unknown) => {
      if (errorCode(error) === UNDEFINED_TABLE) return [];
      throw error;
    });
    const [first, ...others] = planMigrations(files, applied);
    if (!first) return;
    const more = others.length ? ` and ${others.length} more` : '';
    throw new StartError(
      `The database misses ${first.module}/${first.name}.sql${more}. Start Gatehouse of this ` +
        `version on it once, which runs them.`,
    );
  } finally {
    if (pool !== database) await pool.end();
  }
}

/**
 * Polls instead of waiting inside PostgreSQL: a waiting statement holds a snapshot, and CREATE
 * INDEX CONCURRENTLY in the other instance would wait for that snapshot for ever.
 */
async function lock(client: pg.Client, { onProgress, signal }: MigrateOptions): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    signal?.throwIfAborted();
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock($1, $2) AS locked',
      LOCK_KEYS,
    );
    if (rows[0]?.locked) return;
    if (attempt === 0) onProgress?.('waiting for another instance to finish migrating');
    await sleep(LOCK_POLL_MS);
  }
}

const CREATE_RECORD = `
  CREATE SCHEMA IF NOT EXISTS platform;
  CREATE TABLE IF NOT EXISTS platform.migrations (
    module text NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    duration_ms integer NOT NULL,
    PRIMARY KEY (module, name)
  )`;

async function readApplied(
  database: Queryable,
  modules: readonly string[] | undefined,
): Promise<AppliedMigration[]> {
  const { rows } = await database.query<AppliedMigration>(
    'SELECT module, name, checksum FROM platform.migrations ORDER BY module, name',
  );
  return rows.filter((row) => modules?.includes(row.module) ?? true);
}

async function run(client: pg.Client, file: MigrationFile): Promise<void> {
  const namespace = client.escapeIdentifier(namespaceOf(file.module));
  const started = performance.now();
  const transaction = !file.outsideTransaction;
  try {
    if (transaction) await client.query('BEGIN');
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${namespace}`);
    await client.query(`SET search_path TO ${namespace}`);
    await client.query(file.sql);
    await client.query('SET search_path TO DEFAULT');
    await client.query(
      `INSERT INTO platform.migrations (module, name, checksum, duration_ms)
       VALUES ($1, $2, $3, $4)`,
      [file.module, file.name, file.checksum, Math.round(performance.now() - started)],
    );
    if (transaction) await client.query('COMMIT');
  } catch (error) {
    if (transaction) await client.query('ROLLBACK').catch(() => undefined);
    throw new StartError(failure(file, error), { cause: error });
  }
}

function failure(file: MigrationFile, error: unknown): string {
  const cause = messageOf(error);
  const position =
    error instanceof pg.DatabaseError && error.position
      ? ` at line ${file.sql.slice(0, Number(error.position)).split('\n').length}`
      : '';
  const state = file.outsideTransaction
    ? 'It runs outside a transaction: undo what it left half-done before the next try.'
    : 'Nothing of it was kept.';
  return `${file.module}/${file.name}.sql failed${position}: ${cause}. ${state}`;
}
