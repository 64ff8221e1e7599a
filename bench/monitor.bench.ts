import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { apiBase } from '@gatehouse/contracts/route';
import { mmdbOf } from '../server/test/harness/mmdb.ts';
import { organizationId, seedAttempts } from './attempts.ts';
import type { Bench, Measurement } from './harness/bench.ts';
import { startOwned } from './harness/owner.ts';
import { percentile } from './harness/statistics.ts';
import { type Row, rowOf, timeText } from './harness/table.ts';

/** Slowest that a page may answer, in milliseconds. */
const mark = 100;
const calls = 40;
const day = 86_400_000;

const pages: Readonly<Record<string, string>> = {
  'the latest attempts': '/attempts?limit=50',
  'failures alone': '/attempts?limit=50&outcome=failed',
  'attempts of an address': '/attempts?limit=50&address=10.0.7.9',
  'attempts of a /24': '/attempts?limit=50&address=10.0.7.0/24',
  'attempts of a /8': '/attempts?limit=50&address=10.0.0.0/8',
  'attempts of a range that never came': '/attempts?limit=50&address=192.0.2.0/24',
  'attempts of an account': '/attempts?limit=50&account=user77@bench.test',
  'second factors, which are rare': '/attempts?limit=50&kind=second_factor',
  'API keys, which are rare': '/attempts?limit=50&kind=api_key',
  'a failure that is rare': '/attempts?limit=50&failure=token_reused',
  'a failure that never came': '/attempts?limit=50&failure=address_not_allowed',
  'the usual failure': '/attempts?limit=50&failure=wrong_credentials',
  'attempts of an organization': `/attempts?limit=50&organizationId=${organizationId}`,
  'new devices': '/attempts?limit=50&newDevice=true',
  'devices that are known': '/attempts?limit=50&newDevice=false',
  'second factors from new devices, of which there are none':
    '/attempts?limit=50&kind=second_factor&newDevice=true',
  'an address that never came': '/attempts?limit=50&address=192.0.2.1',
  'attempts of three weeks ago': `/attempts?limit=50&occurredAt[lt]=${new Date(Date.now() - 21 * day).toISOString()}`,
  'the time-line of an hour': '/attempts/timeline?period=hour',
  'the time-line of a month': '/attempts/timeline?period=month',
  'top addresses of a day': '/attempts/top?by=address',
  'top accounts of a day': '/attempts/top?by=account',
  'accounts of an address': '/attempts/pivot?by=address&value=10.0.7.9',
  'accounts of a /24': '/attempts/pivot?by=address&value=10.0.7.0/24',
  'addresses of an account': '/attempts/pivot?by=account&value=user77@bench.test',
  'the map and its countries': '/places',
  metrics: '/metrics',
  blocks: '/blocks',
  alerts: '/alerts',
  detections: '/detections',
};

/** Every page of the security monitor, with many attempts stored. */
export const monitor: Measurement = {
  name: 'monitor',
  measure: async (bench) => {
    const places = bench.keep(await writePlaces());
    const gatehouse = bench.keep(await startOwned({ GATEHOUSE_GEOIP_FILE: places.file }));
    const { attempts } = bench.options;
    bench.progress(`Monitor: seeding ${attempts.toLocaleString('en')} attempts`);
    await seedAttempts(gatehouse.databaseUrl, attempts);
    const call = caller(gatehouse.url, gatehouse.token);
    const rows: Row[] = [];
    for (const [title, path] of Object.entries(pages))
      rows.push(await pageRow(bench, title, () => call('GET', path)));
    rows.push(await dryRunRow(call));
    return rows;
  },
};

/** A database of places in which each /24 that attempts come from is a town of its own. */
async function writePlaces(): Promise<{ readonly file: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-bench-places-'));
  const file = path.join(folder, 'city.mmdb');
  const towns = Array.from({ length: 40 }, (_, index) => ({
    network: [10, 0, index, 0] as const,
    bits: 24,
    latitude: index,
    longitude: 2 * index,
    country: ['CL', 'Chile'] as const,
    city: `Town ${index}`,
  }));
  await writeFile(file, mmdbOf(towns));
  return { file, stop: () => rm(folder, { recursive: true, force: true }) };
}

type Call = (method: string, path: string, body?: object) => Promise<void>;

const caller =
  (url: string, token: string): Call =>
  async (method, path, body) => {
    const answer = await fetch(`${url}${apiBase}/security${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  };

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function pageRow(bench: Bench, title: string, call: () => Promise<void>): Promise<Row> {
  for (let warm = 0; warm < 5; warm += 1) await call();
  const times: number[] = [];
  for (let index = 0; index < calls; index += 1) times.push(await timed(call));
  const slowest = percentile(times, 99);
  return rowOf({
    measurement: `Monitor, ${title}, p99 with ${bench.options.attempts.toLocaleString('en')} attempts`,
    gatehouse: timeText({ median: slowest, spread: 0 }),
    against: `p50 ${timeText({ median: percentile(times, 50), spread: 0 })}`,
    mark: `≤ ${mark} ms`,
    met: slowest <= mark,
  });
}

/** No page, and it may take its time. */
async function dryRunRow(call: Call): Promise<Row> {
  const body = { threshold: 4, windowMinutes: 60 };
  const time = await timed(() => call('POST', '/detections/password_guessing/dry-run', body));
  return rowOf({
    measurement: 'Monitor, a dry run over 30 days',
    gatehouse: timeText({ median: time, spread: 0 }),
  });
}
