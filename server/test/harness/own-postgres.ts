import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RealServer } from './servers/program.js';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/platform/database/embedded/embedded-postgres.js';
import { clusterPaths } from '../../src/platform/database/embedded/cluster-paths.js';
import { freePort } from '../../src/platform/database/embedded/free-port.js';
import { readPostmasterFile } from '../../src/platform/database/embedded/postmaster/postmaster-file.js';
import { findRunningPostgres } from '../../src/platform/database/embedded/running-postgres.js';

/** The PostgreSQL that a Gatehouse started in its data folder. */
export const embeddedIn = (dataDirectory: string) => {
  const { cluster } = clusterPaths(dataDirectory);
  return {
    /** Folder of its files. */
    cluster,
    /** Its address, with the password; undefined while it is not there. */
    url: () => findRunningPostgres(dataDirectory),
    /** Its process; 0 while it is not there. */
    postmaster: async () => (await readPostmasterFile(cluster))?.processId ?? 0,
  };
};

/** A PostgreSQL of the test's own, which waits for the disk, to be stopped hard. */
export async function startOwnPostgres(): Promise<RealServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-postgres-'));
  const port = await freePort();
  const open = () => startEmbeddedPostgres({ dataDirectory: folder, port });
  let server: EmbeddedPostgres = await open();
  const start = async () => void (server = await open());
  const kill = async () => {
    // All of it: what survives its parent would still answer for a moment.
    process.kill(-(await embeddedIn(folder).postmaster()), 'SIGKILL');
    await server.stop();
  };
  return {
    url: server.url,
    start,
    stop: () => server.stop(),
    kill,
    remove: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
