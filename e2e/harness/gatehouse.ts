import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase } from '../../server/test/harness/database.js';
import {
  freePort,
  type GatehouseProcess,
  launchGatehouse,
  type LaunchOptions,
  quickHashes,
} from './launch.js';

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

/** Delays after failures that outlast a test, however slow the machine is. */
export const longDelays = { GATEHOUSE_LOCKOUT_SECONDS: '600' };

type Launched = Pick<GatehouseProcess, 'said' | 'stop'>;

/** An api, a worker and notifications as processes of their own. */
async function launchApps(options: LaunchOptions): Promise<Launched> {
  const port = String(await freePort());
  const keys = `k1:${randomBytes(32).toString('base64')}`;
  const start = (app: string, ready: RegExp, more: Readonly<Record<string, string>> = {}) =>
    launchGatehouse({
      ...options,
      ready,
      environment: {
        PUBLIC_URL: `http://localhost:${port}`,
        GATEHOUSE_ENCRYPTION_KEYS: keys,
        GATEHOUSE_WORKER_LEAVES: 'notifications',
        ...options.environment,
        ...more,
        GATEHOUSE_APP: app,
      },
    });
  const [api, ...others] = await Promise.all([
    start('api', options.ready, { PORT: port }),
    start('worker', /Gatehouse is ready/),
    start('notifications', /Gatehouse is ready/),
  ]);
  const stop = async () => {
    await Promise.all([api, ...others].map((each) => each.stop()));
  };
  return { said: api.said, stop };
}

const launch: (options: LaunchOptions) => Promise<Launched> =
  process.env.E2E_APPS === 'split' ? launchApps : launchGatehouse;

/**
 * Starts the built product on a database of the run's server, and waits until it says that it is
 * ready. How it starts on a server of its own is told by `start.e2e-spec.ts`. With `E2E_APPS=split` in
 * the environment of the tests it is an api, a worker and notifications, which say the same.
 */
export const startGatehouse = async (
  environment: Readonly<Record<string, string>> = {},
  options: Pick<LaunchOptions, 'standardOutput'> = {},
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
    const running = await launch({ ...options, data, ready, environment: settings });
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
