import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RealServer } from './servers/program.js';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/platform/database/embedded/embedded-postgres.js';
import { freePort } from '../../src/platform/database/embedded/free-port.js';

/** A PostgreSQL of the test's own, which waits for the disk, to be stopped hard. */
export async function startOwnPostgres(): Promise<RealServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-postgres-'));
  const port = await freePort();
  const open = () => startEmbeddedPostgres({ dataDirectory: folder, port });
  let server: EmbeddedPostgres = await open();
  const start = async () => void (server = await open());
  const kill = async () => {
    const file = path.join(folder, 'postgres', 'cluster', 'postmaster.pid');
    const [processId = ''] = (await readFile(file, 'utf8')).split('\n');
    // All of it: what survives its parent would still answer for a moment.
    process.kill(-Number(processId), 'SIGKILL');
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
