import type { Config } from '../platform/config/config.js';
import { migrationsDirectory } from '../platform/config/paths.js';
import { migrate } from '../platform/database/migrator.js';
import type { StartOptions } from './start.js';

/** Brings the database up to date, for a deployment that does so before it starts anything. */
export async function migrateOnly(
  { DATABASE_URL: url = '' }: Config,
  progress: StartOptions['progress'],
): Promise<void> {
  const done = await migrate(url, migrationsDirectory, { onProgress: progress });
  progress(done.length === 0 ? 'The database is up to date' : `${done.length} migrations have run`);
}
