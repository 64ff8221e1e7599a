import { readFile } from 'node:fs/promises';
import { signInRoutes } from '@gatehouse/contracts/identity/sign-in';
import { apiBase } from '@gatehouse/contracts/route';
import { SERVER_FLAGS } from '../scripts/steps/server-flags.mjs';
import type { Measurement } from './harness/bench.ts';
import { startOwned } from './harness/owner.ts';
import { figureOf, inTurn } from './harness/statistics.ts';
import { rowOf, timeText } from './harness/table.ts';
import { password } from './seed.ts';

/** Most that a sign-in may cost more, in milliseconds. */
const mark = 1;
/** Of the clock that the kernel counts the time of threads by. */
const ticksPerSecond = 100;
const deaf = new URL('./harness/deaf-monitor.mjs', import.meta.url).href;

/** What the security monitor adds to a sign-in: of the main thread's time, and of the caller's. */
export const monitorCost: Measurement = {
  name: 'monitor-cost',
  measure: async (bench) => {
    bench.progress('Monitor: sign-ins with its listener on and off');
    const nodeFlags = [...SERVER_FLAGS, '--import', deaf];
    const on = bench.keep(await startOwned());
    const off = bench.keep(await startOwned({}, nodeFlags));
    const seconds = bench.options.seconds;
    const found = await inTurn(bench.options.rounds, {
      on: () => costOf(on.url, on.processId, seconds),
      off: () => costOf(off.url, off.processId, seconds),
    });
    const row = (what: string, name: keyof Cost) => {
      const listening = figureOf(found.on.map((cost) => cost[name]));
      const without = figureOf(found.off.map((cost) => cost[name]));
      const added = listening.median - without.median;
      return rowOf({
        measurement: `Monitor, what it adds to a sign-in: ${what}`,
        gatehouse: `${added.toFixed(2)} ms (${timeText(listening)})`,
        against: `its listener off ${timeText(without)}`,
        mark: `< ${mark} ms`,
        met: added < mark,
      });
    };
    return [row('time of the main thread', 'processor'), row('time to the answer', 'latency')];
  },
};

/** Of one sign-in, in milliseconds. */
interface Cost {
  readonly processor: number;
  readonly latency: number;
}

/** Signs in one after the other, so that nothing waits for anything else. */
async function costOf(url: string, processId: number, seconds: number): Promise<Cost> {
  const began = performance.now();
  const processor = await mainThreadTime(processId);
  let count = 0;
  while (performance.now() - began < seconds * 1000) {
    await signIn(url);
    count += 1;
  }
  const latency = (performance.now() - began) / count;
  // What listeners do afterwards is part of the price.
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { latency, processor: ((await mainThreadTime(processId)) - processor) / count };
}

async function signIn(url: string): Promise<void> {
  const answer = await fetch(url + apiBase + signInRoutes.login.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'owner@bench.test', password }),
  });
  if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
}

/** What the main thread has used of a processor, in milliseconds; see proc(5). */
async function mainThreadTime(processId: number): Promise<number> {
  const stat = await readFile(`/proc/${processId}/task/${processId}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1000;
}
