import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { Api } from './api.js';
import { launchGatehouse, quickHashes } from './launch.js';

/** Two processes of Gatehouse on one database, as behind a load balancer. */
export interface TwoInstances {
  readonly left: Api;
  readonly right: Api;
  readonly setupUrl: string;
  /** Asks the database itself. */
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** @param database an empty one, which is dropped at the end. */
export const startTwoInstances = async (
  database: { readonly url: string; drop(): Promise<void> },
  settings: Readonly<Record<string, string>> = {},
): Promise<TwoInstances> => {
  const data = await mkdtemp(path.join(tmpdir(), 'gatehouse-two-'));
  const environment = {
    DATABASE_URL: database.url,
    PUBLIC_URL: 'http://localhost:9',
    GATEHOUSE_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    ...quickHashes,
    ...settings,
  };
  const ready = /https?:\/\/\S+\/setup\?token=[\w.~-]+/;
  const launch = async () =>
    launchGatehouse({ data: await mkdtemp(path.join(data, 'instance-')), ready, environment });
  const first = await launch();
  const second = await launch();
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on('error', () => {});
  return {
    left: new Api(first.url),
    right: new Api(second.url),
    // Each start prints a link, which voids the one before.
    setupUrl: second.said,
    sql: async (text, values = []) =>
      (await pool.query<Record<string, unknown>>(text, values)).rows,
    stop: async () => {
      await pool.end();
      await Promise.all([first.stop(), second.stop()]);
      await database.drop();
      await rm(data, { recursive: true, force: true });
    },
  };
};
