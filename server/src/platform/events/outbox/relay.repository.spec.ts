import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  EffectListener,
  HandTransport,
  openInstance,
  openShop,
  type Shop,
  thingHappened,
} from '../../../../test/harness/events.js';

let shop: Shop;
let transport: HandTransport;
let listener: EffectListener;
let instance: ReturnType<typeof openInstance>;

beforeEach(async () => {
  shop = await openShop();
  transport = new HandTransport();
  listener = new EffectListener();
  instance = openInstance(shop, [listener], transport);
});
afterEach(() => shop.close());

/** Publishes and hands over until nothing is left. */
async function carry(): Promise<void> {
  while ((await instance.relay.publish('shop')) > 0);
  await transport.handOver(instance.delivery);
}

it('carries an event from the commit to its listener, in one batch with its neighbours', async () => {
  for (const number of [1, 2, 3]) await shop.add(number);
  expect(await instance.relay.pending()).toEqual(['shop']);
  await carry();
  expect(await shop.effects()).toEqual([1, 2, 3]);
  expect(listener.batches).toBe(1);
  expect(await instance.relay.pending()).toEqual([]);
});

it('keeps nothing of an event whose change was rolled back', async () => {
  const adding = shop.database.transaction(async (tx) => {
    await shop.events.add(tx, thingHappened, { thing: 'one', number: 1 });
    throw new Error('the change failed');
  });
  await expect(adding).rejects.toThrow('the change failed');
  await carry();
  expect(await shop.effects()).toEqual([]);
});

it('attack 33: a transaction that commits late is not skipped', async () => {
  const late = await shop.pool.connect();
  await late.query('BEGIN');
  const row = shop.events.rowOf(thingHappened, { thing: 'late', number: 1 });
  await late.query('INSERT INTO shop.outbox (id, type, subject, event) VALUES ($1, $2, $3, $4)', [
    row.id,
    row.type,
    row.subject,
    row.event,
  ]);
  await shop.add(2, 'early');
  await carry();
  expect(await shop.effects()).toEqual([2]);
  // The late one has the lower position: whoever remembers only the highest would never see it.
  await late.query('COMMIT');
  late.release();
  await carry();
  expect(await shop.effects()).toEqual([2, 1]);
});

it('attack 32: killed between commit and publish, nothing is lost', async () => {
  await shop.add(1);
  transport.refuse = new Error('killed');
  await expect(instance.relay.publish('shop')).rejects.toThrow('killed');
  transport.refuse = null;
  await carry();
  expect(await shop.effects()).toEqual([1]);
});

it('attack 32: killed between publish and mark, the event has one effect', async () => {
  await shop.add(1);
  const publish = transport.publish.bind(transport);
  transport.publish = async (batches) => {
    await publish(batches);
    throw new Error('killed');
  };
  await expect(instance.relay.publish('shop')).rejects.toThrow('killed');
  transport.publish = publish;
  await instance.relay.publish('shop');
  expect(transport.batches).toHaveLength(2);
  await transport.handOver(instance.delivery);
  expect(await shop.effects()).toEqual([1]);
});

it('has one effect an event when two relays and two consumers run at once', async () => {
  const numbers = Array.from({ length: 60 }, (_, index) => index);
  const other = openInstance(shop, [new EffectListener()], transport, { batchSize: 7 });
  for (const number of numbers) await shop.add(number);
  const work = async ({ relay, delivery }: typeof instance) => {
    for (let round = 0; round < 20; round += 1) {
      await relay.publish('shop');
      await transport.handOver(delivery);
    }
  };
  await Promise.all([work(instance), work(other), work(other)]);
  await carry();
  expect(await shop.effects()).toEqual(numbers);
});

it('keeps the order of a subject when batches overtake each other', async () => {
  for (const number of [1, 2]) {
    await shop.add(number);
    await instance.relay.publish('shop');
  }
  transport.batches.reverse();
  await transport.handOver(instance.delivery);
  expect(await shop.effects()).toEqual([1, 2]);
});

it('publishes again what the transport lost, and only to those that lack it', async () => {
  const other = new EffectListener('others');
  instance.directory.register(other);
  await shop.add(1);
  await instance.relay.publish('shop');
  transport.batches = transport.batches.filter((batch) => batch.address === 'others');
  await transport.handOver(instance.delivery);
  shop.clock.ahead = 30_000;
  await instance.settling.settleAll();
  expect(transport.batches).toHaveLength(0);
  shop.clock.ahead = 90_000;
  await instance.settling.settleAll();
  expect(transport.batches.map((batch) => batch.address)).toEqual(['effects']);
  await transport.handOver(instance.delivery);
  expect(await shop.effects()).toEqual([1]);
  expect(await shop.effects('others')).toEqual([1]);
});

it('catches up with what the transport lost, or left behind, as soon as anything later comes', async () => {
  const numbers = Array.from({ length: 30 }, (_, index) => index);
  for (const number of numbers) {
    await shop.add(number);
    await instance.relay.publish('shop');
  }
  const latest = transport.batches.at(-1);
  if (!latest) throw new Error('nothing was published');
  expect(await instance.delivery.deliver(latest)).toMatchObject({ status: 'done' });
  expect(await shop.effects()).toEqual(numbers);
  // Those before it have nothing left to do, in whatever order they come.
  transport.batches.reverse();
  await transport.handOver(instance.delivery);
  expect(await shop.effects()).toEqual(numbers);
});

it('settles what everybody has had, and deletes it after its retention', async () => {
  for (const number of [1, 2]) await shop.add(number);
  await carry();
  const count = async (where: string) =>
    (await shop.pool.query(`SELECT 1 FROM shop.${where}`)).rowCount;
  shop.clock.ahead = 10_000;
  await instance.settling.settleAll();
  expect(await count('outbox WHERE settled_at IS NOT NULL')).toBe(2);
  shop.clock.ahead += instance.settings.retention + 1;
  await instance.purging.purge();
  expect(await count('outbox')).toBe(0);
  expect(await count('inbox')).toBe(2);
  shop.clock.ahead += 86_400_000;
  await instance.purging.purge();
  expect(await count('inbox')).toBe(0);
});
