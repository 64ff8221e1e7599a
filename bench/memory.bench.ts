import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, isAbsent, type Measurement } from './harness/bench.ts';
import { attempt } from './harness/compare.ts';
import { startSeeded } from './harness/gatehouse.ts';
import { generatorName, runLoad } from './harness/load.ts';
import { residentMemory } from './harness/processes.ts';
import type { Product } from './harness/product.ts';
import { ratioText, type Row, rowOf } from './harness/table.ts';

const users = 20_000;
const connections = 50;
/** Seconds a new server is left alone before it counts as idle. */
const settling = 5;
const sampleEvery = 1_000;
/** More than this over the middle of the load, and memory counts as growing. */
const mostGrowth = 1.05;

interface Samples {
  readonly idle: number;
  readonly loaded: readonly number[];
}

/** Resident memory of the server process: idle, after load, and whether it stays level. */
export const memory: Measurement = {
  name: 'memory',
  measure: async (bench) => {
    const gatehouse = bench.keep(await startSeeded(users));
    bench.progress(`Memory: ${bench.options.minutes} min of load`);
    const own = await watch(bench, gatehouse);
    const peer = await bench.betterAuth();
    // It has served other measurements already: only its memory under load compares.
    const other = isAbsent(peer) ? new Error(peer.absent) : await attempt(() => watch(bench, peer));
    const peerText =
      other instanceof Error ? other.message : `${megabytes(last(other.loaded))} after`;
    return rowsOf(own, bench.options.minutes, peerText, await generatorName());
  },
};

function rowsOf(own: Samples, minutes: number, peer: string, generator: string): Row[] {
  const { idle, loaded } = own;
  const third = Math.floor(loaded.length / 3);
  const growth = mean(loaded.slice(-third)) / mean(loaded.slice(third, -third));
  return [
    rowOf({
      measurement: 'Memory of the server process, idle',
      gatehouse: megabytes(idle),
      mark: '≤ 200 MB',
      met: idle <= 200,
    }),
    rowOf({
      measurement: `Memory after ${minutes} min of load`,
      gatehouse: megabytes(last(loaded)),
      against: `highest ${megabytes(Math.max(...loaded))}`,
      mark: '≤ 300 MB',
      met: last(loaded) <= 300,
      peer,
      generator,
    }),
    rowOf({
      measurement: 'Memory in the last third of the load over the middle third',
      gatehouse: megabytes(mean(loaded.slice(-third))),
      against: megabytes(mean(loaded.slice(third, -third))),
      ratio: ratioText(growth),
      mark: `≤ ${mostGrowth}`,
      met: growth <= mostGrowth,
      generator,
    }),
  ];
}

/** Samples memory while sign-ins, checks and refreshes come in turn. */
async function watch(bench: Bench, product: Product): Promise<Samples> {
  await sleep(settling * 1000);
  const idle = await residentMemory(product.processId);
  const end = performance.now() + bench.options.minutes * 60_000;
  const [loaded] = await Promise.all([
    sampleUntil(end, product.processId),
    loadUntil(end, product, bench.options.seconds),
  ]);
  return { idle, loaded };
}

async function sampleUntil(end: number, processId: number): Promise<number[]> {
  const samples: number[] = [];
  while (performance.now() < end) {
    await sleep(sampleEvery);
    samples.push(await residentMemory(processId));
  }
  return samples;
}

async function loadUntil(end: number, product: Product, seconds: number): Promise<void> {
  while (performance.now() < end) await loadOnce(product, seconds);
}

async function loadOnce(product: Product, seconds: number): Promise<void> {
  const { url } = product;
  await runLoad({ url, connections, seconds, requests: product.signIns(), mayRefuse: true });
  await runLoad({ url, connections, seconds, requests: await product.checks(connections) });
  await runLoad({ ...(await product.refreshes(connections)), connections, seconds });
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const last = (values: readonly number[]): number => values.at(-1) ?? Number.NaN;
const megabytes = (value: number): string => `${value.toFixed(0)} MB`;
