import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { errorCode } from '../../error-code.js';
import type { PostgresBinaries } from '../binaries.js';
import { StartError } from '../../../../kernel/start-error.js';

export interface RunningPostmaster {
  processId: number;
  cluster: string;
  binaries: PostgresBinaries;
  hasEnded: () => boolean | Promise<boolean>;
}

/**
 * PostgreSQL's own steps: "fast" rolls open transactions back and writes everything out;
 * "immediate" leaves the rest to recovery at the next start; SIGKILL is for a server that hangs.
 */
const STEPS = [
  { signal: 'SIGINT', mode: 'fast', patienceMs: 60_000 },
  { signal: 'SIGQUIT', mode: 'immediate', patienceMs: 10_000 },
  { signal: 'SIGKILL', mode: 'immediate', patienceMs: 5_000 },
] as const;

export async function endPostmaster(postmaster: RunningPostmaster): Promise<void> {
  for (const { signal, mode, patienceMs } of STEPS) {
    if (await postmaster.hasEnded()) return;
    await send(postmaster, signal, mode);
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      if (await postmaster.hasEnded()) return;
      await sleep(15);
    }
  }
  throw new StartError(
    `The database process ${postmaster.processId} does not stop. End it by hand before the next start.`,
  );
}

async function send(
  postmaster: RunningPostmaster,
  signal: NodeJS.Signals,
  mode: string,
): Promise<void> {
  if (process.platform === 'win32') {
    const { pgCtl } = postmaster.binaries;
    const stop = ['stop', '-D', postmaster.cluster, '-m', mode, '--no-wait'];
    await promisify(execFile)(pgCtl, stop).catch(() => undefined);
    return;
  }
  try {
    process.kill(postmaster.processId, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
