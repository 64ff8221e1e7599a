import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readOptional } from '../read-optional.js';
import type { PostgresBinaries } from './binaries.js';
import { handOver, spawnAs, type ProcessIdentity } from './identity.js';

const Credentials = z.object({ superuser: z.string().min(1), gatehouse: z.string().min(1) });
export type Credentials = z.infer<typeof Credentials>;

/** Everything that PostgreSQL keeps, inside the data folder. */
export interface ClusterPaths {
  folder: string;
  cluster: string;
  credentials: string;
  log: string;
}

export function clusterPaths(dataDirectory: string): ClusterPaths {
  const folder = path.resolve(dataDirectory, 'postgres');
  return {
    folder,
    cluster: path.join(folder, 'cluster'),
    credentials: path.join(folder, 'credentials.json'),
    log: path.join(folder, 'postgres.log'),
  };
}

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
  for (const entry of await readdir(paths.folder)) {
    if (entry.startsWith('cluster.new')) {
      await rm(path.join(paths.folder, entry), { recursive: true, force: true });
    }
  }
  const version = await readOptional(path.join(paths.cluster, 'PG_VERSION'));
  if (version !== undefined) {
    assertVersion(version.trim(), binaries.majorVersion, paths.cluster);
    return readCredentials(paths);
  }
  options.onProgress('creating the database (first start only)');
  const credentials = await createCredentials(paths);
  const fresh = path.join(paths.folder, 'cluster.new');
  await initialize(fresh, paths, binaries, identity, credentials, options.durable);
  await rename(fresh, paths.cluster);
  if (options.durable) await syncFolder(paths.folder);
  return credentials;
}

function assertVersion(found: string, expected: string, folder: string): void {
  if (found === expected) return;
  throw new Error(
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
  const passwordFile = path.join(paths.folder, 'cluster.new.password');
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
    throw new Error(`Creating the database in ${paths.folder} failed:\n${output.trim()}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

function run(
  identity: ProcessIdentity,
  command: string[],
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawnAs(identity, command, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

async function createCredentials(paths: ClusterPaths): Promise<Credentials> {
  const credentials = { superuser: randomPassword(), gatehouse: randomPassword() };
  const fresh = `${paths.credentials}.new`;
  await rm(fresh, { force: true });
  await writeFile(fresh, JSON.stringify(credentials), { mode: 0o600, flush: true });
  await rename(fresh, paths.credentials);
  return credentials;
}

function randomPassword(): string {
  return randomBytes(24).toString('base64url');
}

async function readCredentials(paths: ClusterPaths): Promise<Credentials> {
  const text = await readOptional(paths.credentials);
  if (text !== undefined) return Credentials.parse(JSON.parse(text));
  throw new Error(
    `${paths.credentials} is missing, and with it the password of the database beside it. ` +
      `Restore it from a backup, or move ${paths.folder} away to start with an empty database.`,
  );
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
