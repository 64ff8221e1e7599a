import type { ChildProcess } from 'node:child_process';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresBinaries } from '../binaries.js';
import type { ClusterPaths } from '../cluster-paths.js';
import { spawnAs, type ProcessIdentity } from '../identity.js';
import { readPostmasterFile } from './postmaster-file.js';
import { endPostmaster } from './shutdown.js';
import { StartError } from '../../../../kernel/start-error.js';

export interface Postmaster {
  processId: number;
  hasEnded: () => boolean;
  /** Resolves with a sentence about how it ended. */
  ended: Promise<string>;
}

export class PostmasterStartError extends StartError {
  /** A port taken meanwhile, or a dying predecessor: worth another try. */
  readonly passing: boolean;

  constructor(message: string, log: string) {
    super(`${message}\n${log}`.trim());
    this.passing = /could not bind|could not create any TCP|shared memory block/.test(log);
  }
}

/** Recovery after a crash replays at most `max_wal_size` and some; a slow disk needs patience. */
const START_PATIENCE_MS = 600_000;

/** What PostgreSQL is started on, and as whom. */
export interface PostmasterOptions {
  paths: ClusterPaths;
  binaries: PostgresBinaries;
  identity: ProcessIdentity;
  settings: string[];
}

/**
 * @param signal ends the start, and what it started.
 * @throws PostmasterStartError with what PostgreSQL said last.
 */
export async function startPostmaster(
  { paths, binaries, identity, settings }: PostmasterOptions,
  port: number,
  signal?: AbortSignal,
): Promise<Postmaster> {
  signal?.throwIfAborted();
  await rm(`${paths.log}.1`, { force: true });
  await rename(paths.log, `${paths.log}.1`).catch(() => undefined);
  const log = await open(paths.log, 'a', 0o600);
  // A session of its own: Ctrl-C in the terminal must reach Gatehouse alone, which stops taking
  // requests first and the database last.
  const child = spawnAs(
    identity,
    [binaries.postgres, '-D', paths.cluster, '-p', String(port), ...settings],
    { stdio: ['ignore', log.fd, log.fd], detached: true, cwd: paths.folder, windowsHide: true },
  );
  const ended = endOf(child, paths);
  await log.close();
  const postmaster: Postmaster = {
    processId: child.pid ?? 0,
    hasEnded: () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null,
    ended,
  };
  try {
    await waitUntilReady(postmaster, paths, signal);
  } catch (error) {
    await endPostmaster({ ...postmaster, cluster: paths.cluster, binaries });
    throw error;
  }
  return postmaster;
}

async function waitUntilReady(
  postmaster: Postmaster,
  paths: ClusterPaths,
  signal?: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + START_PATIENCE_MS;
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    if (postmaster.hasEnded()) {
      throw new PostmasterStartError(
        `The embedded database did not start: ${await postmaster.ended}.`,
        await lastLines(paths.log),
      );
    }
    const file = await readPostmasterFile(paths.cluster);
    if (file?.ready && file.processId === postmaster.processId) return;
    await sleep(10);
  }
  throw new PostmasterStartError('The embedded database is not ready after 10 minutes.', '');
}

function endOf(child: ChildProcess, paths: ClusterPaths): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(`it ended with ${signal ?? `code ${code}`}, see ${paths.log}`),
    );
  });
}

async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').slice(-15).join('\n');
}
