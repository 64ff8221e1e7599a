import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  EffectListener,
  HandTransport,
  openInstance,
  openShop,
  type Shop,
} from '../../../../test/harness/events.js';
import { ParkedReportsRepository } from './parked-reports.repository.js';
import { ParkedRepository } from './parked.repository.js';
import { ParkedWatchService } from './parked-watch.service.js';

let shop: Shop;
let watch: ParkedWatchService;
const listener = new EffectListener();

beforeEach(async () => {
  shop = await openShop();
  const { directory } = openInstance(shop, [listener], new HandTransport());
  const { database, events, clock } = shop;
  const reports = new ParkedReportsRepository();
  watch = new ParkedWatchService(
    database,
    new ParkedRepository(),
    reports,
    directory,
    events,
    clock,
  );
});
afterEach(() => shop.close());

const park = () =>
  shop.pool.query(
    `INSERT INTO shop.inbox (event_id, listener, state, event, error)
     VALUES (gen_random_uuid(), 'effects', 'parked', '{}', 'Error: it broke')`,
  );
const told = async () => {
  const { rows } = await shop.pool.query(
    `SELECT event->'data' AS data FROM shop.outbox WHERE type = 'event.parked' ORDER BY position`,
  );
  return rows.map(({ data }) => data as object);
};

it('tells staff of a listener once, however many look, until none of its events is parked', async () => {
  await watch.look();
  expect(await told()).toEqual([]);
  for (let count = 0; count < 3; count += 1) await park();
  await Promise.all(Array.from({ length: 5 }, () => watch.look()));
  await park();
  await watch.look();
  expect(await told()).toEqual([{ listener: 'effects', count: 3 }]);
  await shop.pool.query('DELETE FROM shop.inbox');
  await watch.look();
  await park();
  await watch.look();
  expect(await told()).toEqual([
    { listener: 'effects', count: 3 },
    { listener: 'effects', count: 1 },
  ]);
});
