import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../e2e/harness/launch.ts';
import type { Measurement } from './harness/bench.ts';
import { get, keepAlive, send } from './harness/http.ts';
import { figureOf } from './harness/statistics.ts';
import { rowOf, timeText } from './harness/table.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const patience = 120_000;

/** `npm start` on a database that exists, until /health/ready answers 200. */
export const start: Measurement = {
  name: 'start',
  measure: async (bench) => {
    const data = await mkdtemp(path.join(tmpdir(), 'gatehouse-bench-'));
    bench.progress('Start: npm start until ready');
    const times: number[] = [];
    try {
      // The first one makes the database.
      await startOnce(data);
      for (let round = 0; round < bench.options.rounds; round += 1)
        times.push(await startOnce(data));
    } finally {
      await rm(data, { recursive: true, force: true });
    }
    const time = figureOf(times);
    return [
      rowOf({
        measurement: 'npm start on existing data to ready, PostgreSQL included',
        gatehouse: timeText(time),
        mark: '≤ 3 s',
        met: time.median <= 3_000,
      }),
    ];
  },
};

/** @returns milliseconds until it was ready; it is stopped by then. */
async function startOnce(data: string): Promise<number> {
  const port = String(await freePort());
  const started = performance.now();
  const child = spawn('npm', ['start', '--silent'], {
    cwd: root,
    env: { ...process.env, PORT: port, GATEHOUSE_DATA_DIR: data },
    stdio: 'ignore',
    shell: process.platform === 'win32',
  });
  const ended = once(child, 'exit');
  try {
    await untilReady(`http://127.0.0.1:${port}`, started);
    return performance.now() - started;
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

async function untilReady(url: string, started: number): Promise<void> {
  const agent = keepAlive();
  for (;;) {
    const answer = await send(url, get('/health/ready'), agent).catch(() => undefined);
    if (answer?.status === 200) break;
    if (performance.now() - started > patience) throw new Error('npm start was not ready in time');
    await sleep(10);
  }
  agent.destroy();
}
