import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { importRoutes, type UserImport } from '@gatehouse/contracts/identity/imports';
import { csvType, jsonType } from '@gatehouse/contracts/media-types';
import { apiBase } from '@gatehouse/contracts/route';
import type { Measurement } from './harness/bench.ts';
import { type OwnedGatehouse, startOwned } from './harness/owner.ts';
import { residentMemory } from './harness/processes.ts';
import { type Row, rowOf } from './harness/table.ts';

const people = 100_000;
const linesAtOnce = 500;
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
    bench.progress(`Import of ${people} people as CSV`);
    const csv = await watch(gatehouse, () => importPeople(gatehouse, csvType, csvFile()));
    bench.progress(`Import of ${people} people as a JSON array`);
    const json = await watch(gatehouse, () => importPeople(gatehouse, jsonType, jsonFile()));
    bench.progress(`Export of ${2 * people} people`);
    const exported = await watch(gatehouse, () => exportPeople(gatehouse), 2 * people);
    return [
      ...rowsOf(`Import of ${people} people as CSV`, csv, 3000),
      ...rowsOf(`Import of ${people} people as a JSON array`, json, 3000),
      ...rowsOf(`Export of ${2 * people} people as CSV`, exported),
    ];
  },
};

const rowsOf = (what: string, { rate, peak }: Run, least?: number): Row[] => [
  rowOf({
    measurement: what,
    gatehouse: `${rate.toFixed(0)}/s`,
    ...(least === undefined ? {} : { mark: `≥ ${least}/s`, met: rate >= least }),
  }),
  rowOf({
    measurement: `${what}: highest memory of the server process`,
    gatehouse: `${peak.toFixed(0)} MB`,
    mark: '< 300 MB',
    met: peak < 300,
  }),
];

/** From the first byte sent until the last account is there. */
async function watch(
  { processId }: OwnedGatehouse,
  work: () => Promise<void>,
  count = people,
): Promise<Run> {
  let peak = await residentMemory(processId);
  const sample = async () => void (peak = Math.max(peak, await residentMemory(processId)));
  const sampling = setInterval(() => void sample(), 50);
  const started = performance.now();
  try {
    await work();
  } finally {
    clearInterval(sampling);
  }
  const rate = (count * 1000) / (performance.now() - started);
  return { rate, peak };
}

const person = (index: number, form: string) => ({
  email: `${form}${index}@import.test`,
  firstName: `First ${index}`,
  lastName: `Last, ${index}`,
  role: 'EMPLOYEE',
  passwordHash: hash,
  emailVerified: true,
});

/** Some hundred lines at a time, so that sending them takes next to nothing from the server. */
function* inChunks(lineOf: (index: number) => string): Generator<Buffer> {
  for (let first = 0; first < people; first += linesAtOnce) {
    const lines = Array.from({ length: Math.min(linesAtOnce, people - first) }, (_, index) =>
      lineOf(first + index),
    );
    yield Buffer.from(lines.join(''));
  }
}

function* csvFile(): Generator<Buffer> {
  yield Buffer.from('email,firstName,lastName,role,passwordHash,emailVerified\n');
  yield* inChunks((index) => {
    const { email, firstName, lastName, role, passwordHash } = person(index, 'csv');
    return `${email},${firstName},"${lastName}",${role},${passwordHash},true\n`;
  });
}

function* jsonFile(): Generator<Buffer> {
  yield Buffer.from('[');
  yield* inChunks((index) => `${index === 0 ? '' : ','}\n${JSON.stringify(person(index, 'json'))}`);
  yield Buffer.from(']');
}

async function importPeople(
  { url, token }: OwnedGatehouse,
  type: string,
  file: Iterable<Buffer>,
): Promise<void> {
  const authorization = `Bearer ${token}`;
  const response = await fetch(url + apiBase + importRoutes.create.path, {
    method: 'POST',
    headers: { authorization, 'content-type': type },
    body: Readable.from(file),
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
  if (lines !== 2 * people + 2) throw new Error(`the export has ${lines} lines`);
}
