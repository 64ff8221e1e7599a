import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { chown, lchown, mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** As whom PostgreSQL's programs run: it refuses to run as root. */
export interface ProcessIdentity {
  prefix: string[];
  uid?: number;
  gid?: number;
}

const NAMESPACE_PREFIX = ['unshare', '-U', '--map-user=1000', '--map-group=1000'];
const NOBODY = 65534;

/**
 * - An ordinary user runs PostgreSQL directly.
 * - Root runs it as the folder's owner when that is somebody else, so that files keep one owner.
 * - Root otherwise runs it in a user namespace, where root's own files belong to user 1000: this
 *   works inside folders with mode 700, which no other user could enter.
 * - Where namespaces are forbidden (many containers), root hands the folder to `nobody`.
 */
export async function chooseIdentity(folder: string): Promise<ProcessIdentity> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (process.platform === 'win32' || process.getuid?.() !== 0) {
    await assertOwnFolder(folder);
    return { prefix: [] };
  }
  const owner = await stat(folder);
  if (owner.uid !== 0) return { prefix: [], uid: owner.uid, gid: owner.gid };
  if (process.platform === 'linux' && (await succeeds([...NAMESPACE_PREFIX, 'true']))) {
    return { prefix: NAMESPACE_PREFIX };
  }
  await chownTree(folder, NOBODY);
  return { prefix: [], uid: NOBODY, gid: NOBODY };
}

async function assertOwnFolder(folder: string): Promise<void> {
  const owner = (await stat(folder)).uid;
  const self = process.getuid?.() ?? owner;
  if (owner === self) return;
  throw new Error(
    `The data folder ${folder} belongs to user ${owner}, and Gatehouse runs as user ${self}. ` +
      `Start it as that user, give the folder away with chown -R, or set GATEHOUSE_DATA_DIR.`,
  );
}

/** Starts a program under the identity, with none of Gatehouse's own (secret) environment. */
export function spawnAs(
  identity: ProcessIdentity,
  command: string[],
  options: SpawnOptions,
): ChildProcess {
  const [file = '', ...args] = [...identity.prefix, ...command];
  return spawn(file, args, {
    ...options,
    ...(identity.uid === undefined ? {} : { uid: identity.uid, gid: identity.gid }),
    ...(process.platform === 'win32' ? {} : { env: CLEAN_ENVIRONMENT }),
  });
}

const CLEAN_ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C',
  TZ: 'UTC',
};

/** Gives a file made by root to the identity that will read it. */
export async function handOver(identity: ProcessIdentity, file: string): Promise<void> {
  if (identity.uid !== undefined && identity.gid !== undefined) {
    await chown(file, identity.uid, identity.gid);
  }
}

function succeeds(command: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawnAs({ prefix: [] }, command, { stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

async function chownTree(folder: string, uid: number): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true })) {
    await lchown(path.join(folder, entry), uid, uid);
  }
  await lchown(folder, uid, uid);
}
