import { execFile } from 'node:child_process';
import { readFile, readlink, realpath } from 'node:fs/promises';
import { promisify } from 'node:util';
import { errorCode } from '../../error-code.js';
import type { PostgresBinaries } from '../binaries.js';
import { removeSockets } from '../socket.js';
import { disownPostmasterFile, readPostmasterFile } from './postmaster-file.js';
import { endPostmaster } from './shutdown.js';

/**
 * Clears what a killed Gatehouse left: its still-running PostgreSQL is stopped, a lock file that names
 * a stranger's process is disowned, and sockets are removed. Call it only while holding the folder's
 * lock.
 */
export async function clearLeftover(
  cluster: string,
  binaries: PostgresBinaries,
  onProgress: (message: string) => void,
): Promise<void> {
  await clearServer(cluster, binaries, onProgress);
  await removeSockets(cluster);
}

async function clearServer(
  cluster: string,
  binaries: PostgresBinaries,
  onProgress: (message: string) => void,
): Promise<void> {
  const file = await readPostmasterFile(cluster);
  if (!file || !isAlive(file.processId)) return;
  if (!(await isPostmasterOf(cluster, file.processId, binaries))) {
    await disownPostmasterFile(cluster);
    return;
  }
  onProgress('stopping the database that a killed Gatehouse left running');
  await endPostmaster({
    processId: file.processId,
    cluster,
    binaries,
    hasEnded: async () => !(await isPostmasterOf(cluster, file.processId, binaries)),
  });
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** PostgreSQL works inside its data folder, and a process that has ended works nowhere. */
async function isPostmasterOf(
  cluster: string,
  processId: number,
  binaries: PostgresBinaries,
): Promise<boolean> {
  try {
    if (process.platform === 'linux') {
      const name = await readFile(`/proc/${processId}/comm`, 'utf8');
      const folder = await readlink(`/proc/${processId}/cwd`);
      return name.trim() === 'postgres' && folder === (await realpath(cluster));
    }
    if (process.platform === 'win32') {
      await promisify(execFile)(binaries.pgCtl, ['status', '-D', cluster]);
      return true;
    }
    const { stdout } = await promisify(execFile)('ps', ['-o', 'command=', '-p', `${processId}`]);
    return stdout.includes('postgres') && stdout.includes(cluster);
  } catch {
    return false;
  }
}
