import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { apiKeys } from './api-keys.bench.ts';
import { check } from './check.bench.ts';
import { events } from './events.bench.ts';
import { dataRights } from './data-rights.bench.ts';
import { Bench, type Measurement } from './harness/bench.ts';
import { readOptions } from './harness/options.ts';
import { type Row, rowOf, tableOf } from './harness/table.ts';
import { peopleImport } from './import.bench.ts';
import { monitor } from './monitor.bench.ts';
import { monitorCost } from './monitor-cost.bench.ts';
import { memory } from './memory.bench.ts';
import { realtime } from './realtime.bench.ts';
import { permissionCheck } from './permissions.bench.ts';
import { refresh } from './refresh.bench.ts';
import { responsiveness } from './responsiveness.bench.ts';
import { scale } from './scale.bench.ts';
import { signIn } from './sign-in.bench.ts';
import { signUp } from './sign-up.bench.ts';
import { start } from './start.bench.ts';
import { webhooks } from './webhooks.bench.ts';

const measurements = [
  start,
  signIn,
  signUp,
  check,
  responsiveness,
  refresh,
  memory,
  peopleImport,
  events,
  webhooks,
  realtime,
  monitor,
  monitorCost,
  apiKeys,
  permissionCheck,
  dataRights,
  scale,
];
const options = readOptions(measurements.map(({ name }) => name));
if (options) {
  const bench = new Bench(options);
  process.once('SIGINT', () => void bench.stop().finally(() => process.exit(130)));
  const rows: Row[] = [];
  try {
    for (const measurement of measurements)
      if (options.only.length === 0 || options.only.includes(measurement.name))
        rows.push(...(await rowsOf(measurement, bench)));
  } finally {
    await bench.stop();
  }
  const [processor] = cpus();
  const machine = `${cpus().length} cores (${processor?.model ?? 'unknown'}), ${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.versions.node}`;
  const measured = `${new Date().toISOString()}, ${machine}, ${options.rounds} rounds of ${options.seconds} s`;
  process.stdout.write(`${measured}\n\n${tableOf(rows)}\n`);
  if (options.json !== undefined) {
    await mkdir(path.dirname(options.json), { recursive: true });
    await writeFile(options.json, `${JSON.stringify({ measured, options, rows }, null, 2)}\n`);
  }
}

/** A measurement that fails becomes a row that says so, and does not end the others. */
async function rowsOf(measurement: Measurement, bench: Bench): Promise<Row[]> {
  try {
    return await measurement.measure(bench);
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return [rowOf({ measurement: measurement.name, gatehouse: 'failed', met: false })];
  }
}
