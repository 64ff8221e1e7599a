import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  EffectListener,
  HandTransport,
  openInstance,
  openShop,
  type Shop,
} from '../../../../test/harness/events.js';
import { after, minutes } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { InboxRepository } from '../../../platform/events/delivery/inbox.repository.js';
import { PastEventsRepository } from './past-events.repository.js';
import { Replayer } from './replayer.js';
import { ReplaysRepository } from './replays.repository.js';
import type { ReplayRow } from './replays.table.js';

let shop: Shop;
let transport: HandTransport;
let listener: EffectListener;
let instance: ReturnType<typeof openInstance>;
let replayer: Replayer;
const replays = new ReplaysRepository();

beforeEach(async () => {
  shop = await openShop();
  transport = new HandTransport();
  listener = new EffectListener();
  instance = openInstance(shop, [listener], transport);
  replayer = newReplayer();
});
afterEach(() => shop.close());

function newReplayer(): Replayer {
  const { database, clock } = shop;
  const past = new PastEventsRepository();
  return new Replayer(database, replays, past, new InboxRepository(), instance.directory, clock);
}

async function carry(): Promise<void> {
  while ((await instance.relay.publish('shop')) > 0);
  await transport.handOver(instance.delivery);
}

/** Starts a replay of the last hour. */
async function begin(change: Partial<ReplayRow> = {}): Promise<string> {
  const now = after(shop.clock.now(), 5);
  shop.clock.ahead += 5;
  const id = newId();
  const replay = {
    id,
    listener: 'effects',
    from: after(now, -minutes(60)),
    until: now,
    startedBy: newId(),
    createdAt: now,
  };
  await shop.database.transaction((tx) => replays.insert(tx, { ...replay, ...change }));
  return id;
}

async function finish(by = replayer): Promise<void> {
  for (let step = await by.step(); step !== 'none'; step = await by.step());
}

const progress = async (id: string) => replays.find(shop.database.connection, id);

it('gives every event of the time to the listener once more, in order', async () => {
  for (const number of [1, 2, 3]) await shop.add(number);
  await carry();
  const id = await begin();
  await finish();
  expect(await shop.effects()).toEqual([1, 2, 3, 1, 2, 3]);
  expect(await progress(id)).toMatchObject({ state: 'done', total: 3, handled: 3, failed: 0 });
});

it('gives each event once a replay, whoever works on it, and again in the next replay', async () => {
  const numbers = Array.from({ length: 450 }, (_, index) => index);
  for (const number of numbers) await shop.add(number);
  await carry();
  await begin();
  await Promise.all([finish(), finish(newReplayer()), finish(newReplayer())]);
  await finish();
  expect(await shop.effects()).toEqual([...numbers, ...numbers]);
  await begin();
  await finish();
  expect(await shop.effects()).toHaveLength(3 * numbers.length);
});

it('attack 32: killed in the middle of a batch, it has no effect twice', async () => {
  for (const number of [1, 2, 3]) await shop.add(number);
  await carry();
  await begin();
  await replayer.step();
  // The effects were written, and the process died before the commit.
  const update = vi.spyOn(replays, 'update').mockRejectedValue(new Error('killed'));
  await expect(replayer.step()).rejects.toThrow('killed');
  update.mockRestore();
  expect(await shop.effects()).toEqual([1, 2, 3]);
  await finish();
  expect(await shop.effects()).toEqual([1, 2, 3, 1, 2, 3]);
});

it('attack 35: passes over a poison event and says so', async () => {
  for (const number of [1, 2, 3]) await shop.add(number);
  await carry();
  listener.before = ({ data }) => {
    if (data.number === 2) throw new Error('cannot handle 2');
  };
  const id = await begin();
  await finish();
  expect(await shop.effects()).toEqual([1, 2, 3, 1, 3]);
  expect(await progress(id)).toMatchObject({
    state: 'done',
    handled: 2,
    failed: 1,
    error: 'Error: cannot handle 2',
  });
});

it('leaves alone what is tried again anyway, and marks what was still on its way', async () => {
  listener.before = ({ data }) => {
    if (data.number === 1) throw new Error('cannot handle 1');
  };
  await shop.add(1, 'failing');
  await carry();
  await shop.add(2, 'under way');
  await instance.relay.publish('shop');
  listener.before = () => {};
  await begin();
  await finish();
  expect(await shop.effects()).toEqual([2]);
  await transport.handOver(instance.delivery);
  await instance.delivery.retry('effects');
  expect(await shop.effects()).toEqual([2, 1]);
});

it('keeps to its time and its types', async () => {
  await shop.add(1);
  await carry();
  const until = shop.clock.now();
  shop.clock.ahead += minutes(1);
  await shop.add(2);
  await carry();
  await begin({ until });
  await begin({ types: ['another.thing'] });
  await finish();
  expect(await shop.effects()).toEqual([1, 2, 1]);
});

it('ends where the listener is gone', async () => {
  const id = await begin({ listener: 'gone' });
  await finish();
  expect(await progress(id)).toMatchObject({ state: 'done', handled: 0 });
});

it('ends where it stands when it is cancelled, whoever is at work on it', async () => {
  const numbers = Array.from({ length: 450 }, (_, index) => index);
  for (const number of numbers) await shop.add(number);
  await carry();
  const id = await begin();
  await replayer.step();
  await replayer.step();
  const cancel = () => shop.database.transaction((tx) => replays.cancel(tx, id));
  const [cancelled] = await Promise.all([cancel(), finish(newReplayer()), finish(newReplayer())]);
  await finish();
  const ended = await progress(id);
  // Cancelled it is unless its last batch was done before.
  expect(ended?.state).toBe(cancelled ? 'cancelled' : 'done');
  expect(ended?.finishedAt).not.toBeNull();
  expect(await shop.effects()).toHaveLength(numbers.length + (ended?.handled ?? 0));
  expect(await cancel()).toBeNull();
});

it('forgets who was erased also where it was cancelled', async () => {
  for (const number of [1, 99]) await shop.add(number);
  await carry();
  await shop.pool.query(
    `UPDATE shop.outbox SET type = 'user.erased' WHERE event->'data'->>'number' = '99'`,
  );
  const id = await begin();
  await replayer.step();
  await shop.database.transaction((tx) => replays.cancel(tx, id));
  await finish();
  expect(await shop.effects()).toEqual([1, 99, 99]);
  expect(await progress(id)).toMatchObject({ state: 'cancelled', handled: 0 });
});
