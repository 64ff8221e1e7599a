import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { chmod, chown, lchown, mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from '../../../kernel/start-error.js';

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
 *
 * @param program one of PostgreSQL's, to try whether the identity can run it.
 */
export async function chooseIdentity(folder: string, program: string): Promise<ProcessIdentity> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (process.platform === 'win32' || process.getuid?.() !== 0) {
    await assertOwnFolder(folder);
    return { prefix: [] };
  }
  const owner = await stat(folder);
  if (owner.uid !== 0) {
    return assertUsable({ prefix: [], uid: owner.uid, gid: owner.gid }, folder, program);
  }
  const namespace = { prefix: NAMESPACE_PREFIX };
  if (process.platform === 'linux' && (await succeeds(namespace, ['true']))) return namespace;
  await chownTree(folder, NOBODY);
  await letNobodyPass(path.dirname(folder));
  try {
    return await assertUsable({ prefix: [], uid: NOBODY, gid: NOBODY }, folder, program);
  } catch (error) {
    await chownTree(folder, 0);
    throw error;
  }
}

/** Opens the data folder itself to nobody's group, for passing through and not for looking. */
async function letNobodyPass(dataDirectory: string): Promise<void> {
  const { uid, mode } = await stat(dataDirectory);
  if (uid !== 0 || mode & 0o001) return;
  await chown(dataDirectory, uid, NOBODY);
  await chmod(dataDirectory, (mode & 0o777) | 0o010);
}

async function assertUsable(
  identity: ProcessIdentity,
  folder: string,
  program: string,
): Promise<ProcessIdentity> {
  const canWrite = await succeeds(identity, ['test', '-w', folder]);
  if (canWrite && (await succeeds(identity, [program, '--version']))) return identity;
  throw new StartError(
    `PostgreSQL refuses to run as root, and user ${identity.uid}, as whom it would run instead, ` +
      `cannot reach ${canWrite ? program : folder}. Start Gatehouse as an ordinary user, allow ` +
      `user namespaces (unshare -U), or set DATABASE_URL.`,
  );
}

async function assertOwnFolder(folder: string): Promise<void> {
  const owner = (await stat(folder)).uid;
  const self = process.getuid?.() ?? owner;
  if (owner === self) return;
  throw new StartError(
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

function succeeds(identity: ProcessIdentity, command: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawnAs(identity, command, { stdio: 'ignore' });
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
