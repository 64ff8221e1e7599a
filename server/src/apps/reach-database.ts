import type { Config } from '../platform/config/config.js';
import { startEmbeddedPostgres } from '../platform/database/embedded/embedded-postgres.js';
import { findRunningPostgres } from '../platform/database/embedded/running-postgres.js';

/** The configured database, the one that a running Gatehouse started, or one started for this. */
export async function reachDatabase(
  config: Config,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDirectory = config.GATEHOUSE_DATA_DIR;
  const url = config.DATABASE_URL ?? (await findRunningPostgres(dataDirectory));
  if (url !== undefined) return { url, stop: () => Promise.resolve() };
  return startEmbeddedPostgres({ dataDirectory });
}
