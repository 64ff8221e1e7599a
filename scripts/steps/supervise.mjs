import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ROOT } from './project.mjs';
import { exitOf } from './step.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const SAME_SIGNAL_MS = 2_000;

/**
 * Runs the product until it ends, and returns its exit code.
 *
 * A Ctrl-C arrives here twice, from the terminal and from npm, which forwards it. The product would
 * get both (and a third from here) if it were in the terminal's process group, and take the second
 * for "at once". So it gets a group of its own, and from here each signal once.
 */
export async function supervise(command, environment) {
  const child = spawn(command[0], command.slice(1), {
    cwd: ROOT,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: process.platform !== 'win32',
  });
  let last = -SAME_SIGNAL_MS;
  const forward = (signal) => {
    const now = performance.now();
    if (now - last < SAME_SIGNAL_MS) return;
    last = now;
    child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
  };
  for (const signal of SIGNALS) process.on(signal, forward);
  const { code, signal, error } = await exitOf(child);
  for (const name of SIGNALS) process.off(name, forward);
  if (error) throw error;
  return code ?? 128 + (constants.signals[signal] ?? 0);
}
