import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  EffectListener,
  HandTransport,
  openInstance,
  openShop,
  type Shop,
} from '../../../../test/harness/events.js';
import { days } from '../../../kernel/clock.js';
import type { Config } from '../../../platform/config/config.js';
import type { Jobs } from '../../../platform/jobs/jobs.js';
import { ParkedJob } from './parked.job.js';
import { ParkedRepository } from './parked.repository.js';

let shop: Shop;
let job: ParkedJob;
const listener = new EffectListener();

beforeEach(async () => {
  shop = await openShop();
  const transport = new HandTransport();
  const instance = openInstance(shop, [listener], transport);
  listener.before = () => {
    throw new Error('cannot handle it');
  };
  for (const number of [1, 2, 3]) await shop.add(number, `thing ${number}`);
  while ((await instance.relay.publish('shop')) > 0);
  await transport.handOver(instance.delivery);
  await instance.delivery.retry('effects');
  const { database, events, clock } = shop;
  const repository = new ParkedRepository();
  const jobs = { register: () => {} } as unknown as Jobs;
  const config = { GATEHOUSE_KEEP_PARKED_DAYS: 30 } as Config;
  job = new ParkedJob(database, repository, instance.directory, events, clock, config, jobs);
});
afterEach(() => shop.close());

const inbox = async () => {
  const { rows } = await shop.pool.query(
    `SELECT state, event IS NOT NULL AS told, count(*)::int FROM shop.inbox
      WHERE listener = 'effects' GROUP BY 1, 2 ORDER BY 1`,
  );
  return rows;
};
const told = async () => {
  const { rows } = await shop.pool.query(
    `SELECT event->'data' AS data FROM shop.outbox WHERE type = 'event.expired'`,
  );
  return rows.map(({ data }) => data as object);
};

it('keeps parked events for their time, and then nothing of what they tell', async () => {
  shop.clock.ahead = days(29);
  await job.expire();
  expect(await inbox()).toEqual([{ state: 'parked', told: true, count: 3 }]);
  expect(await told()).toEqual([]);
  shop.clock.ahead = days(31);
  await job.expire();
  expect(await inbox()).toEqual([{ state: 'done', told: false, count: 3 }]);
  expect(await told()).toEqual([{ listener: 'effects', count: 3 }]);
  await job.expire();
  expect(await told()).toHaveLength(1);
});

it('keeps what tells that somebody was erased, until it is handled', async () => {
  await shop.pool.query(
    `UPDATE shop.inbox SET event = jsonb_set(event, '{type}', '"user.erased"')
      WHERE event->'data'->>'number' = '2'`,
  );
  shop.clock.ahead = days(400);
  await job.expire();
  expect(await inbox()).toEqual([
    { state: 'done', told: false, count: 2 },
    { state: 'parked', told: true, count: 1 },
  ]);
});
