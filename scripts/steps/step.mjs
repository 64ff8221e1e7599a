import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, RUNTIME } from './project.mjs';

const HEAD_LINES = 15;
const TAIL_LINES = 45;

/** A step that failed, with what its programs printed. */
export class StepError extends Error {}

/**
 * Shows what is going on while it goes on, and how long it took; not on the standard output, which
 * belongs to the results of a command.
 */
export async function step(title, work) {
  const started = performance.now();
  process.stderr.write(`${title} … `);
  try {
    const result = await work();
    process.stderr.write(`${seconds(started)}\n`);
    return result;
  } catch (error) {
    process.stderr.write(`failed after ${seconds(started)}\n`);
    throw error;
  }
}

export function seconds(started) {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

/**
 * Runs a program with its output in `.runtime/logs/<name>.log`, of which an excerpt is shown only if
 * the program fails.
 */
export async function runLogged(name, command, options = {}) {
  const file = path.join(RUNTIME, 'logs', `${name}.log`);
  mkdirSync(path.dirname(file), { recursive: true });
  const log = openSync(file, 'w');
  const outcome = await exitOf(
    spawn(command[0], command.slice(1), { cwd: ROOT, ...options, stdio: ['ignore', log, log] }),
  );
  closeSync(log);
  if (outcome.code === 0) return;
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const cause = outcome.error?.message ?? `${name} ended with ${outcome.signal ?? outcome.code}`;
  throw new StepError([...excerpt(lines), '', `${cause}; all of it: ${file}`].join('\n'));
}

/** npm says the cause first, compilers say it last. */
function excerpt(lines) {
  if (lines.length <= HEAD_LINES + TAIL_LINES) return lines;
  return [...lines.slice(0, HEAD_LINES), '[...]', ...lines.slice(-TAIL_LINES)];
}

/** How a program ended: exactly one of code, signal and error is set. */
export function exitOf(child) {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ error }));
    child.once('exit', (code, signal) => resolve(signal ? { signal } : { code }));
  });
}

/** Runs a script's main function; what fails is told without a stack trace of the script. */
export async function main(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    const text = error instanceof StepError ? error.message : error?.stack;
    process.stderr.write(`\n${text}\n`);
    process.exitCode = 1;
  }
}
