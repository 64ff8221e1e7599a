import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HttpRequest } from './http.ts';
import { luaLiteral } from './lua.ts';
import { outputOf } from './processes.ts';

/** Requests from a number of clients, each of which sends its next one when it has the answer. */
export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  /** Sent in turn; with `chain`, the first request of each client. */
  readonly requests: readonly HttpRequest[];
  /** Each client's next body is made from what its last answer said. */
  readonly chain?: Chain;
  /** Answers of 4xx and 5xx are counted; otherwise a single one is an error. */
  readonly mayRefuse?: true;
}

export interface Chain {
  /** Name of the JSON string in the answer that the next request carries. */
  readonly field: string;
}

/** What a load measured; times in milliseconds. */
export interface LoadResult {
  /** Successes a second. */
  readonly rate: number;
  /** Share of the answers that were refusals. */
  readonly refused: number;
  readonly p99: number;
  readonly longest: number;
}

/** What a generator counts. */
export interface LoadCounts {
  readonly requests: number;
  /** Answers of 4xx and 5xx. */
  readonly refused: number;
  /** Requests without an answer. */
  readonly errors: number;
  readonly seconds: number;
  readonly p99: number;
  readonly longest: number;
}

type Generator = 'wrk' | 'autocannon';
const scriptOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const known: { generator?: Promise<Generator> } = {};

/** `wrk`, which leaves the server more of the machine, where it is installed. */
export const generatorName = (): Promise<Generator> => (known.generator ??= findGenerator());

/** Runs a load in a process of its own. @throws an Error when an answer was not a success. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const counts = (await generatorName()) === 'wrk' ? await runWrk(load) : await runAutocannon(load);
  const { requests, refused, errors, seconds, p99, longest } = counts;
  if (requests === 0) throw new Error(`nothing was answered in ${load.seconds} s`);
  if (errors > 0 || (refused > 0 && !load.mayRefuse))
    throw new Error(`of ${requests} requests ${refused} were refused, ${errors} not answered`);
  return { rate: (requests - refused) / seconds, refused: refused / requests, p99, longest };
}

async function findGenerator(): Promise<Generator> {
  try {
    await outputOf('wrk', ['--version']);
  } catch (error) {
    // It prints its version and ends with 1.
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing) return 'autocannon';
  }
  return 'wrk';
}

async function runWrk(load: Load): Promise<LoadCounts> {
  const plan = `return ${luaLiteral({ requests: load.requests, chain: load.chain?.field })}\n`;
  const options = ['-t1', `-c${load.connections}`, `-d${load.seconds}s`, '--timeout=30s'];
  const script = scriptOf('wrk.lua');
  const output = await withPlan(plan, (file) =>
    outputOf('wrk', [...options, '-s', script, load.url, '--', file]),
  );
  return JSON.parse(output.slice(output.lastIndexOf('{')));
}

async function runAutocannon(load: Load): Promise<LoadCounts> {
  const output = await withPlan(JSON.stringify(load), (file) =>
    outputOf(process.execPath, [scriptOf('autocannon.ts'), file]),
  );
  return JSON.parse(output);
}

async function withPlan(plan: string, work: (file: string) => Promise<string>): Promise<string> {
  const file = path.join(tmpdir(), `gatehouse-load-${randomUUID()}`);
  await writeFile(file, plan, { mode: 0o600 });
  try {
    return await work(file);
  } finally {
    await rm(file);
  }
}
