import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries } from './binaries.js';
import { prepareCluster } from './cluster.js';
import { clusterPaths } from './cluster-paths.js';
import { lockFolder } from './folder-lock.js';
import { freePort } from './free-port.js';
import { chooseIdentity } from './identity.js';
import { clearLeftover } from './postmaster/leftover.js';
import {
  type Postmaster,
  type PostmasterOptions,
  PostmasterStartError,
  startPostmaster,
} from './postmaster/postmaster.js';
import { endPostmaster } from './postmaster/shutdown.js';
import { Supervision } from './postmaster/supervision.js';
import { databaseUrl, ensureRoleAndDatabase } from './roles.js';
import { ON_SOCKET, settingArguments, type PostgresSettings } from './settings.js';
import { takesSocket } from './socket.js';

export interface EmbeddedPostgresOptions {
  /** Gatehouse's data folder; PostgreSQL's files go to `postgres/` inside it. */
  dataDirectory: string;
  /** A loopback port; a free one when left out. */
  port?: number;
  settings?: PostgresSettings;
  /** False only for tests: nothing waits for the disk. */
  durable?: boolean;
  onProgress?: (message: string) => void;
  /** Called whenever PostgreSQL ends without having been asked to; it is started again. */
  onExit?: ((reason: string) => void) | undefined;
  /** Called once, when PostgreSQL ends so often that it is not started again. */
  onLost?: ((reason: string) => void) | undefined;
  /** Ends the start, and everything that it started. */
  signal?: AbortSignal | undefined;
}

export interface EmbeddedPostgres {
  /** With the password: never log it. */
  url: string;
  /** Ends open transactions, writes everything out, and waits. A second call waits as well. */
  stop(): Promise<void>;
}

const START_ATTEMPTS = 10;

/**
 * Starts PostgreSQL 18 from the installed package over the files in the data folder, creating them
 * at the first start and recovering from a Gatehouse that was killed.
 *
 * @throws an Error whose message says what to do, e.g. when another Gatehouse has the folder.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const paths = clusterPaths(options.dataDirectory);
  const binaries = await findBinaries();
  const identity = await chooseIdentity(paths.folder, binaries.postgres);
  const lock = await lockFolder(paths.folder);
  try {
    const server = await startLocked({ paths, binaries, identity }, options);
    const stop = async () => {
      try {
        await server.stop();
      } finally {
        await lock.release();
      }
    };
    return { url: server.url, stop };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Starts it while nobody else may use the folder. */
async function startLocked(
  place: Omit<PostmasterOptions, 'settings'>,
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { paths, binaries, identity } = place;
  const { durable = true, onProgress = () => undefined, onExit, onLost, signal } = options;
  await clearLeftover(paths.cluster, binaries, onProgress);
  signal?.throwIfAborted();
  const credentials = await prepareCluster(paths, binaries, identity, { durable, onProgress });
  onProgress('starting the database');
  const socketFolder = (await takesSocket(paths.cluster)) ? paths.cluster : null;
  const settings = { ...(socketFolder === null ? {} : ON_SOCKET), ...options.settings };
  const plan = { ...place, settings: settingArguments(durable, settings) };
  const { postmaster, port } = await retryPassing(async () => {
    const chosen = await freePort(options.port);
    return { port: chosen, postmaster: await startPostmaster(plan, chosen, signal) };
  });
  const end = (process: Postmaster) =>
    endPostmaster({ ...process, cluster: paths.cluster, binaries });
  try {
    await ensureRoleAndDatabase(credentials, { port, socketFolder });
  } catch (error) {
    await end(postmaster);
    throw error;
  }
  const start = async (stopping: AbortSignal) => {
    await clearLeftover(paths.cluster, binaries, onProgress);
    return retryPassing(() => startPostmaster(plan, port, stopping));
  };
  const supervision = new Supervision(postmaster, { start, end, onExit, onLost });
  const url = databaseUrl(credentials, { port, socketFolder });
  return { url, stop: () => supervision.stop() };
}

async function retryPassing<T>(start: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start();
    } catch (error) {
      const passing = error instanceof PostmasterStartError && error.passing;
      if (!passing || attempt === START_ATTEMPTS) throw error;
      await sleep(300);
    }
  }
}
