import path from 'node:path';
import { readOptional } from '../read-optional.js';
import { clusterPaths } from './cluster-paths.js';
import { readCredentials } from './credentials.js';
import { databaseUrl } from './roles.js';

/**
 * The address of the embedded PostgreSQL that a running Gatehouse started in this data folder, for
 * commands beside it; undefined when none is ready.
 */
export async function findRunningPostgres(dataDirectory: string): Promise<string | undefined> {
  const paths = clusterPaths(dataDirectory);
  const file = await readOptional(path.join(paths.cluster, 'postmaster.pid'));
  const lines = file?.split('\n') ?? [];
  const processId = Number(lines[0]);
  const port = Number(lines[3]);
  if (lines[7]?.trim() !== 'ready' || !port || !isAlive(processId)) return undefined;
  const socketFolder = lines[4]?.trim() ? paths.cluster : null;
  return databaseUrl(await readCredentials(paths), { port, socketFolder });
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
