import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase } from '../../server/test/harness/database.js';
import { launchGatehouse, quickHashes } from './launch.js';

/** A built Gatehouse on an empty database of its own. */
export interface RunningGatehouse {
  /** Origin, without a slash at the end. */
  url: string;
  databaseUrl: string;
  /** The one-time link that the first start prints. */
  setupUrl: string;
  stop(): Promise<void>;
}

/** Passwords hashed as in production, for tests of how long that takes or of what comes meanwhile; all others are quick. */
export const fullHashes = {
  GATEHOUSE_ARGON2_MEMORY_KIB: '19456',
  GATEHOUSE_ARGON2_ITERATIONS: '2',
};

/**
 * Starts the built product on a database of the run's server, and waits until it says that it is
 * ready. How it starts on a server of its own is told by `start.e2e-spec.ts`.
 */
export const startGatehouse = async (
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningGatehouse> => {
  const data = await mkdtemp(path.join(tmpdir(), 'gatehouse-e2e-'));
  const own = environment.DATABASE_URL === undefined ? await createTestDatabase() : undefined;
  const databaseUrl = own?.url ?? environment.DATABASE_URL ?? '';
  const ready = /https?:\/\/\S+\/setup\?token=[\w.~-]+/;
  const remove = async () => {
    await own?.drop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    const settings = { DATABASE_URL: databaseUrl, ...quickHashes, ...environment };
    const running = await launchGatehouse({ data, ready, environment: settings });
    return {
      url: new URL(running.said).origin,
      databaseUrl,
      setupUrl: running.said,
      stop: async () => {
        await running.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
};
