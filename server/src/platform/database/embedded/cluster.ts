import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readOptional } from '../read-optional.js';
import type { PostgresBinaries } from './binaries.js';
import type { ClusterPaths } from './cluster-paths.js';
import { ensureCredentials, readCredentials, type Credentials } from './credentials.js';
import { handOver, spawnAs, type ProcessIdentity } from './identity.js';
import { StartError } from '../../../kernel/start-error.js';

const UNFINISHED = 'cluster.new-';

/**
 * Creates the cluster at the first start. It is made beside its place and moved there whole, so a
 * start that was killed half-way leaves nothing that looks finished.
 */
export async function prepareCluster(
  paths: ClusterPaths,
  binaries: PostgresBinaries,
  identity: ProcessIdentity,
  options: { durable: boolean; onProgress: (message: string) => void },
): Promise<Credentials> {
  await removeUnfinished(paths.folder);
  const version = await readOptional(path.join(paths.cluster, 'PG_VERSION'));
  if (version !== undefined) {
    assertVersion(version.trim(), binaries.majorVersion, paths.cluster);
    return readCredentials(paths);
  }
  options.onProgress('creating the database (first start only)');
  const credentials = await ensureCredentials(paths);
  // A name of its own: the initdb of a killed start may still be writing under another.
  const fresh = path.join(paths.folder, `${UNFINISHED}${randomBytes(4).toString('hex')}`);
  await initialize(fresh, paths, binaries, identity, credentials, options.durable);
  await rename(fresh, paths.cluster);
  if (options.durable) await syncFolder(paths.folder);
  return credentials;
}

async function removeUnfinished(folder: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    if (!entry.startsWith(UNFINISHED)) continue;
    // Left for the next start when something still writes in it.
    await rm(path.join(folder, entry), { recursive: true, force: true }).catch(() => undefined);
  }
}

function assertVersion(found: string, expected: string, folder: string): void {
  if (found === expected) return;
  throw new StartError(
    `The database in ${folder} is PostgreSQL ${found}, and this Gatehouse brings ${expected}. ` +
      `Start the version that made it, dump the data, and restore it into an empty ` +
      `GATEHOUSE_DATA_DIR.`,
  );
}

async function initialize(
  target: string,
  paths: ClusterPaths,
  binaries: PostgresBinaries,
  identity: ProcessIdentity,
  credentials: Credentials,
  durable: boolean,
): Promise<void> {
  const passwordFile = `${target}.password`;
  await writeFile(passwordFile, `${credentials.superuser}\n`, { mode: 0o600 });
  await handOver(identity, passwordFile);
  try {
    // Sorting by code point, upper and lower case by Unicode. Trigram search additionally asks the
    // C library which characters are letters; where it has no C.UTF-8 only ASCII letters count.
    let output = '';
    for (const characterType of ['C.UTF-8', 'C']) {
      await mkdir(target, { mode: 0o700 });
      await handOver(identity, target);
      const result = await run(identity, [
        binaries.initdb,
        `--pgdata=${target}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        `--lc-ctype=${characterType}`,
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--text-search-config=simple',
        '--data-checksums',
        ...(durable ? [] : ['--no-sync']),
      ]);
      if (result.code === 0) return;
      output = result.output;
      await rm(target, { recursive: true, force: true });
    }
    throw new StartError(`Creating the database in ${paths.folder} failed:\n${output.trim()}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function run(
  identity: ProcessIdentity,
  command: string[],
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    // A session of its own: Ctrl-C would end it, and be taken for a locale that it cannot have.
    const child = spawnAs(identity, command, {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      windowsHide: true,
    });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
