import { setTimeout as sleep } from 'node:timers/promises';
import { accountExportRoutes } from '@gatehouse/contracts/identity/account-export';
import { erasureRoutes } from '@gatehouse/contracts/identity/erasure';
import { policyRoutes } from '@gatehouse/contracts/identity/policies';
import { signInRoutes } from '@gatehouse/contracts/identity/sign-in';
import { apiBase } from '@gatehouse/contracts/route';
import { hash } from '@node-rs/argon2';
import pg from 'pg';
import { argon2id } from './harness/argon2id.ts';
import { runArrivals } from './harness/arrivals.ts';
import type { Measurement } from './harness/bench.ts';
import { get, keepAlive, post, sendChecked } from './harness/http.ts';
import { type OwnedGatehouse, startOwned } from './harness/owner.ts';
import { percentile } from './harness/statistics.ts';
import { type Row, ratioText, rowOf } from './harness/table.ts';
import { password } from './seed.ts';

const rate = 100;
const rowsOfPerson = 100_000;
/** How long is measured without either, before, between and after them, in seconds. */
const rest = 60;
const email = 'much@bench.test';
/** Due at once, and a token for the calls beside that lasts as long as all of it does. */
const environment = {
  GATEHOUSE_ERASURE_EVERY_SECONDS: '1',
  GATEHOUSE_ACCESS_TOKEN_MINUTES: '60',
};

/** The p99 of other calls while a person with very many rows is exported, and then erased. */
export const dataRights: Measurement = {
  name: 'data-rights',
  measure: async (bench) => {
    const gatehouse = bench.keep(await startOwned(environment));
    bench.progress(`Export and erasure of a person with ${rowsOfPerson} rows`);
    await addPerson(gatehouse.databaseUrl);
    await calls(gatehouse, bench.options.seconds);
    bench.progress('Idle');
    const before = await calls(gatehouse, rest);
    const ask = async (path: string) => {
      const agent = keepAlive();
      // Each asks for a proof of the last minutes.
      const token = await signIn(gatehouse);
      const headers = { authorization: `Bearer ${token}` };
      await sendChecked(gatehouse.url, post(apiBase + path, {}, headers), agent);
      agent.destroy();
    };
    bench.progress('Export');
    await ask(accountExportRoutes.request.path);
    const exporting = await calls(gatehouse, done(gatehouse, exported));
    bench.progress('Idle');
    const between = await calls(gatehouse, rest);
    bench.progress('Erasure');
    await ask(erasureRoutes.request.path);
    await makeDue(gatehouse.databaseUrl);
    const erasing = await calls(gatehouse, done(gatehouse, erased));
    bench.progress('Idle');
    const after = await calls(gatehouse, rest);
    return [
      rowOfWaits('export', exporting, [...before, ...between]),
      rowOfWaits('erasure', erasing, [...between, ...after]),
    ];
  },
};

/** @param idle waits right before and right after: what else a machine does changes in minutes. */
function rowOfWaits(what: string, busy: readonly number[], idle: readonly number[]): Row {
  const [during, without] = [typicalP99(busy), typicalP99(idle)];
  return rowOf({
    measurement: `Authenticated GET at ${rate}/s, p99 of 5 s (median) during the ${what} of ${rowsOfPerson} rows (${(busy.length / rate).toFixed(0)} s)`,
    gatehouse: `${during.toFixed(1)} ms`,
    against: `idle ${without.toFixed(1)} ms`,
    ratio: ratioText(during / without),
    mark: '≤ 1.20',
    met: during / without <= 1.2,
    generator: 'node:http, open loop',
  });
}

/** The median of the p99 of each five seconds, so that moments in which others had the machine count little. */
function typicalP99(waits: readonly number[]): number {
  const size = 5 * rate;
  const whole = Math.max(1, Math.floor(waits.length / size));
  const each = Array.from({ length: whole }, (_, index) =>
    percentile(waits.slice(index * size, (index + 1) * size), 99),
  );
  return percentile(each, 50);
}

/** What is there once the file is made, and once everything has forgotten the person. */
const exported = 'SELECT FROM identity.account_exports WHERE made_at IS NOT NULL';
const erased = `SELECT FROM identity.erasures WHERE erased_at IS NOT NULL AND words IS NULL
  AND NOT EXISTS (SELECT FROM platform.erasures)`;

/** Waits until a query finds something. */
async function done({ databaseUrl }: OwnedGatehouse, query: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    while ((await client.query(query)).rowCount === 0) await sleep(200);
  } finally {
    await client.end();
  }
}

/** How long calls waited, in milliseconds. @param lasts seconds, or what the calls accompany. */
async function calls(
  { url, token }: OwnedGatehouse,
  lasts: number | Promise<void>,
): Promise<number[]> {
  const headers = { authorization: `Bearer ${token}` };
  const requests = [get(apiBase + policyRoutes.get.path, headers)];
  const answers = await runArrivals({ url, rate, lasts, requests });
  const failed = answers.filter(({ status }) => status !== 200).length;
  if (failed > 0) throw new Error(`${failed} of ${answers.length} answers were errors`);
  return answers.map(({ waited }) => waited);
}

async function signIn({ url }: OwnedGatehouse): Promise<string> {
  const agent = keepAlive();
  const request = post(apiBase + signInRoutes.login.path, { email, password });
  const { body } = await sendChecked(url, request, agent);
  agent.destroy();
  const { accessToken }: { accessToken: string } = JSON.parse(body);
  return accessToken;
}

async function run(databaseUrl: string, statements: readonly [string, unknown[]][]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const [text, values] of statements) await client.query(text, values);
  } finally {
    await client.end();
  }
}

const addPerson = async (databaseUrl: string): Promise<void> =>
  run(databaseUrl, [
    [
      `INSERT INTO identity.users (id, email, email_key, first_name, last_name, password_hash,
         email_verified_at) VALUES (uuidv7(), $1, $1, 'Much', 'Data', $2, now())`,
      [email, await hash(password, argon2id)],
    ],
    [
      `INSERT INTO identity.sessions (id, user_id, methods, ip_address, user_agent, authenticated_at,
         created_at, last_seen_at, expires_at, ended_at)
       SELECT uuidv7(), u.id, '{pwd}', '192.0.2.1', 'bench', now(), now(), now(), now(), now()
       FROM identity.users u, generate_series(1, $2::int) WHERE u.email = $1`,
      [email, rowsOfPerson],
    ],
    ['VACUUM ANALYZE identity.sessions', []],
  ]);

const makeDue = (databaseUrl: string): Promise<void> =>
  run(databaseUrl, [['UPDATE identity.erasures SET due_at = now()', []]]);
