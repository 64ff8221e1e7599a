import { setTimeout as sleep } from 'node:timers/promises';
import { events } from '@gatehouse/contracts/events';
import { apiBase } from '@gatehouse/contracts/route';
import { webhookRoutes } from '@gatehouse/contracts/webhooks';
import pg from 'pg';
import type { Measurement } from './harness/bench.ts';
import { post } from './harness/http.ts';
import { generatorName, runLoad } from './harness/load.ts';
import { type OwnedGatehouse, startOwned } from './harness/owner.ts';
import { startServer } from './harness/processes.ts';
import { figureOf, inTurn } from './harness/statistics.ts';
import { rateText, ratioText, rowOf } from './harness/table.ts';

/** As many as the product has under way to one endpoint. */
const connections = 8;
const wanted = 500;
const patience = 120_000;

/** Events of another module on their way through outbox, listener and sender to a quick receiver. */
export const webhooks: Measurement = {
  name: 'webhooks',
  measure: async (bench) => {
    const { seconds, rounds } = bench.options;
    const receiver = bench.keep(await startServer('peers/receiver.ts'));
    const environment = { GATEHOUSE_WEBHOOK_ALLOWED_RANGES: '127.0.0.0/8' };
    const gatehouse = bench.keep(await startOwned(environment));
    for (const path of ['/quick', '/slow']) await addEndpoint(gatehouse, receiver.url + path);
    const count = wanted * seconds;
    bench.progress(`Webhooks: ${count} events to a quick receiver, a slow one beside it`);
    const results = await inTurn(rounds, {
      bare: () =>
        runLoad({
          url: receiver.url,
          connections,
          seconds,
          requests: [post('/bare', { type, data: example })],
        }),
      gatehouse: () => deliver(gatehouse, receiver.url, count),
    });
    const bare = figureOf(results.bare.map(({ rate }) => rate));
    const own = figureOf(results.gatehouse);
    return [
      rowOf({
        measurement: 'Signed webhooks to a quick receiver, a slow one beside it',
        gatehouse: rateText(own),
        against: `bare POSTs, ${connections} connections ${rateText(bare)}`,
        ratio: ratioText(own.median / bare.median),
        mark: `≥ ${wanted}/s`,
        met: own.median >= wanted,
        generator: await generatorName(),
      }),
    ];
  },
};

const { type, version, data } = events.userUpdated;
/** Parsed, as one that is no event fails at other listeners, and is measured being tried again. */
const example = data.parse({
  userId: '0198d0c4-5a50-7000-8000-000000000000',
  fields: ['jobTitle'],
});

async function addEndpoint({ url, token }: OwnedGatehouse, receiver: string): Promise<void> {
  const response = await fetch(url + apiBase + webhookRoutes.create.path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: receiver, eventTypes: [type] }),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** Commits events at once. @returns how many arrived a second, until the last one did. */
async function deliver(
  { databaseUrl }: OwnedGatehouse,
  receiver: string,
  count: number,
): Promise<number> {
  const before = await arrivedAt(receiver);
  const started = performance.now();
  await addEvents(databaseUrl, count);
  while ((await arrivedAt(receiver)) < before + count) {
    if (performance.now() - started > patience)
      throw new Error(`only ${(await arrivedAt(receiver)) - before} of ${count} events arrived`);
    await sleep(20);
  }
  return (count * 1000) / (performance.now() - started);
}

async function arrivedAt(receiver: string): Promise<number> {
  const { arrived } = (await (await fetch(receiver)).json()) as { arrived: number };
  return arrived;
}

/** What a module adds in the transaction of a change, many at a time. */
async function addEvents(databaseUrl: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO identity.outbox (id, type, subject, event)
       SELECT e.id, $2::text, 'user/' || e.id, jsonb_build_object('specversion', '1.0', 'id', e.id,
         'source', '/identity', 'type', $2::text,
         'dataschema', 'urn:gatehouse:event:' || $2::text || ':' || $3::text,
         'time', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
         'datacontenttype', 'application/json', 'subject', 'user/' || e.id,
         'organizationid', o.id, 'data', $4::jsonb || jsonb_build_object('userId', e.id))
       FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $1::int)) e,
         (SELECT id FROM identity.organizations LIMIT 1) o`,
      [count, type, version, JSON.stringify(example)],
    );
  } finally {
    await client.end();
  }
}
