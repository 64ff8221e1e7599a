import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries } from './binaries.js';
import { clusterPaths, prepareCluster } from './cluster.js';
import { lockFolder, type FolderLock } from './folder-lock.js';
import { freePort } from './free-port.js';
import { chooseIdentity } from './identity.js';
import { clearLeftover } from './leftover.js';
import { PostmasterStartError, startPostmaster, type Postmaster } from './postmaster.js';
import { databaseUrl, ensureRoleAndDatabase } from './roles.js';
import { settingArguments, type PostgresSettings } from './settings.js';
import { endPostmaster } from './shutdown.js';

export interface EmbeddedPostgresOptions {
  /** Gatehouse's data folder; PostgreSQL's files go to `postgres/` inside it. */
  dataDirectory: string;
  /** A loopback port; a free one when left out. */
  port?: number;
  settings?: PostgresSettings;
  /** False only for tests: nothing waits for the disk. */
  durable?: boolean;
  onProgress?: (message: string) => void;
  /** Called once when PostgreSQL ends without having been asked to. */
  onExit?: (reason: string) => void;
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
    return await start();
  } catch (error) {
    await lock.release();
    throw error;
  }

  async function start(): Promise<EmbeddedPostgres> {
    const durable = options.durable ?? true;
    const onProgress = options.onProgress ?? (() => undefined);
    await clearLeftover(paths.cluster, binaries, onProgress);
    const credentials = await prepareCluster(paths, binaries, identity, { durable, onProgress });
    const settings = settingArguments(durable, options.settings);
    onProgress('starting the database');
    const { postmaster, port } = await retryPassing(async () => {
      const chosen = await freePort(options.port);
      return {
        port: chosen,
        postmaster: await startPostmaster(paths, binaries, identity, chosen, settings),
      };
    });
    const running = { ...postmaster, cluster: paths.cluster, binaries };
    try {
      await ensureRoleAndDatabase(credentials, port);
    } catch (error) {
      await endPostmaster(running);
      throw error;
    }
    const supervision = supervise(postmaster, lock, options.onExit);
    return {
      url: databaseUrl(credentials, port),
      stop: () => supervision.stop(() => endPostmaster(running)),
    };
  }
}

function supervise(
  postmaster: Postmaster,
  lock: FolderLock,
  onExit: ((reason: string) => void) | undefined,
): { stop: (end: () => Promise<void>) => Promise<void> } {
  let stopping: Promise<void> | undefined;
  async function watch(): Promise<void> {
    const reason = await postmaster.ended;
    if (!stopping) onExit?.(`The embedded database is gone: ${reason}.`);
  }
  void watch();
  return {
    stop: (end) => (stopping ??= endThenRelease(end, lock)),
  };
}

async function endThenRelease(end: () => Promise<void>, lock: FolderLock): Promise<void> {
  try {
    await end();
  } finally {
    await lock.release();
  }
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
