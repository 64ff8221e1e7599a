import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { importRoutes, type UserImport } from '@gatehouse/contracts/identity/imports';
import { apiBase } from '@gatehouse/contracts/route';
import type { Measurement } from './harness/bench.ts';
import { type OwnedGatehouse, startOwned } from './harness/owner.ts';
import { residentMemory } from './harness/processes.ts';
import { type Row, rowOf } from './harness/table.ts';

const people = 100_000;
const hash = '$2b$05$abcdefghijklmnopqrstuuEn/eMei1z5h1.4IuwDnjDepo.7LkKxS';

interface Run {
  /** People a second. */
  readonly rate: number;
  /** Highest resident memory of the server process, in MB. */
  readonly peak: number;
}

/** Import and export of many people: how quick, and in how much memory. */
export const peopleImport: Measurement = {
  name: 'import',
  measure: async (bench) => {
    const gatehouse = bench.keep(await startOwned());
    bench.progress(`Import of ${people} people`);
    const imported = await watch(gatehouse, () => importPeople(gatehouse));
    bench.progress(`Export of ${people} people`);
    const exported = await watch(gatehouse, () => exportPeople(gatehouse));
    return [...rowsOf('Import', imported, 3000), ...rowsOf('Export', exported)];
  },
};

const rowsOf = (what: string, { rate, peak }: Run, least?: number): Row[] => [
  rowOf({
    measurement: `${what} of ${people} people as CSV`,
    gatehouse: `${rate.toFixed(0)}/s`,
    ...(least === undefined ? {} : { mark: `≥ ${least}/s`, met: rate >= least }),
  }),
  rowOf({
    measurement: `Memory of the server process during the ${what.toLowerCase()}, highest`,
    gatehouse: `${peak.toFixed(0)} MB`,
    mark: '≤ 300 MB',
    met: peak <= 300,
  }),
];

async function watch({ processId }: OwnedGatehouse, work: () => Promise<void>): Promise<Run> {
  let peak = 0;
  const sampling = setInterval(() => {
    void residentMemory(processId).then((memory) => (peak = Math.max(peak, memory)));
  }, 50);
  const started = performance.now();
  await work();
  const rate = (people * 1000) / (performance.now() - started);
  clearInterval(sampling);
  return { rate, peak };
}

function* file(): Generator<string> {
  yield 'email,firstName,lastName,role,passwordHash,emailVerified\n';
  for (let index = 0; index < people; index += 1)
    yield `person${index}@import.test,First ${index},"Last, ${index}",EMPLOYEE,${hash},true\n`;
}

async function importPeople({ url, token }: OwnedGatehouse): Promise<void> {
  const authorization = `Bearer ${token}`;
  const response = await fetch(url + apiBase + importRoutes.create.path, {
    method: 'POST',
    headers: { authorization, 'content-type': 'text/csv' },
    body: Readable.from(file()).map((line: string) => Buffer.from(line)),
    duplex: 'half',
  });
  let state = (await response.json()) as UserImport;
  if (response.status !== 202) throw new Error(JSON.stringify(state));
  while (state.state !== 'finished') {
    await sleep(200);
    const path = importRoutes.get.path.replace(':id', state.id);
    const answer = await fetch(url + apiBase + path, { headers: { authorization } });
    state = (await answer.json()) as UserImport;
  }
  if (state.accepted !== people) throw new Error(`only ${state.accepted} were accepted`);
}

async function exportPeople({ url, token }: OwnedGatehouse): Promise<void> {
  const response = await fetch(url + apiBase + importRoutes.export.path, {
    headers: { authorization: `Bearer ${token}` },
  });
  let lines = 0;
  for await (const chunk of response.body ?? [])
    lines += Buffer.from(chunk).toString('latin1').split('\n').length - 1;
  // Beside the head there is the owner.
  if (lines !== people + 2) throw new Error(`the export has ${lines} lines`);
}
