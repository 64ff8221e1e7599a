import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A server in a process of its own. */
export interface Server {
  readonly url: string;
  readonly processId: number;
  stop(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

const run = promisify(execFile);
const fileOf = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** Starts a script of this folder that prints its URL once it listens. */
export async function startServer(name: string, environment: Environment = {}): Promise<Server> {
  const child = spawn(process.execPath, [fileOf(name)], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const url = await firstLine(child);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { url, processId: child.pid ?? 0, stop };
}

/** Runs a program to its end. @returns what it printed. @throws an Error when it failed. */
export async function outputOf(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const { stdout } = await run(command, [...args], { ...options, maxBuffer: 1 << 26 });
  return stdout;
}

/** Runs a script of this folder that prints its result as JSON. */
export async function resultOf<Result>(name: string, args: readonly string[]): Promise<Result> {
  const result: Result = JSON.parse(await outputOf(process.execPath, [fileOf(name), ...args]));
  return result;
}

/** Memory of a process that is in RAM, in megabytes of 2^20 bytes. */
export async function residentMemory(processId: number): Promise<number> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(status)?.[1];
  if (kilobytes !== undefined) return Number(kilobytes) / 1024;
  return Number(await outputOf('ps', ['-o', 'rss=', '-p', String(processId)])) / 1024;
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the output is not piped');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('a server ended before it was ready');
}
