import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  EffectListener,
  HandTransport,
  openInstance,
  openShop,
  type Shop,
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

async function carry(): Promise<void> {
  while ((await instance.relay.publish('shop')) > 0);
  await transport.handOver(instance.delivery);
}

const poison = (number: number) => {
  listener.before = (event) => {
    if (event.data.number === number) throw new Error(`cannot handle ${number}`);
  };
};

it('attack 32: killed between effect and acknowledge, the event has one effect', async () => {
  await shop.add(1);
  await instance.relay.publish('shop');
  const [batch] = transport.batches;
  if (!batch) throw new Error('nothing was published');
  // The effect is committed, the acknowledgement is lost: the transport gives the batch again.
  await instance.delivery.deliver(batch);
  await transport.handOver(instance.delivery);
  expect(await shop.effects()).toEqual([1]);
});

it('negative control: without its marks an event that comes twice has two effects', async () => {
  await shop.add(1);
  await instance.relay.publish('shop');
  const [batch] = transport.batches;
  if (!batch) throw new Error('nothing was published');
  await instance.delivery.deliver(batch);
  await shop.pool.query('DELETE FROM shop.inbox');
  await transport.handOver(instance.delivery);
  expect(await shop.effects()).toEqual([1, 1]);
});

it('undoes the effects of a batch that fails, and gives its events one by one', async () => {
  for (const [number, thing] of ['a', 'b', 'c'].entries()) await shop.add(number, thing);
  poison(1);
  await carry();
  expect(await shop.effects()).toEqual([0, 2]);
});

it('attack 35: a poison event is tried, parked and blocks nobody', async () => {
  poison(1);
  await shop.add(1, 'poisoned');
  await shop.add(2, 'healthy');
  await carry();
  expect(await shop.effects()).toEqual([2]);
  const { retryAt } = await instance.delivery.retry('effects');
  expect(retryAt).toBeNull();
  const [parked] = await instance.failed.listParked(shop.database.connection, listener, 10);
  expect(parked).toMatchObject({
    attempts: 3,
    error: 'Error: cannot handle 1',
    event: { data: { number: 1 } },
  });
  await shop.add(3, 'poisoned');
  await carry();
  expect(await shop.effects()).toEqual([2, 3]);
});

it('lets later events of a subject wait behind the failed one, and those of others pass', async () => {
  instance = openInstance(shop, [listener], transport, { backoff: () => 60_000 });
  poison(1);
  await shop.add(1, 'a');
  await carry();
  await shop.add(2, 'a');
  await shop.add(3, 'b');
  await carry();
  expect(await shop.effects()).toEqual([3]);
  listener.before = () => {};
  await instance.delivery.retry('effects');
  expect(await shop.effects()).toEqual([3]);
  shop.clock.ahead = 61_000;
  await instance.delivery.retry('effects');
  expect(await shop.effects()).toEqual([3, 1, 2]);
});

it('gives a parked event its tries back', async () => {
  poison(1);
  await shop.add(1);
  await carry();
  await instance.delivery.retry('effects');
  const { connection } = shop.database;
  const [parked] = await instance.failed.listParked(connection, listener, 10);
  listener.before = () => {};
  const id = parked?.event.id ?? '';
  expect(await instance.failed.unpark(connection, listener, id, shop.clock.now())).toBe(true);
  await instance.delivery.retry('effects');
  expect(await shop.effects()).toEqual([1]);
});

it('attack 34: a consumer frozen past its lease cannot handle a batch a second time', async () => {
  await shop.add(1);
  await instance.relay.publish('shop');
  const [batch] = transport.batches;
  if (!batch) throw new Error('nothing was published');
  const { promise: thawed, resolve: thaw } = Promise.withResolvers<void>();
  const frozen = new EffectListener();
  const handle = frozen.handle.bind(frozen);
  frozen.handle = async (tx, events) => {
    await thawed;
    await handle(tx, events);
  };
  const sleeper = openInstance(shop, [frozen], transport);
  const first = sleeper.delivery.deliver(batch);
  await new Promise((resolve) => setTimeout(resolve, 100));
  // While the frozen one holds the turn, the other is put off; it is never handled by both.
  expect(await instance.delivery.deliver(batch)).toMatchObject({ status: 'put_off' });
  thaw();
  await first;
  expect(await instance.delivery.deliver(batch)).toMatchObject({ status: 'done' });
  expect(await shop.effects()).toEqual([1]);
});

it('reminds the transport of a retry that it forgot', async () => {
  poison(1);
  await shop.add(1);
  await carry();
  shop.clock.ahead = 40_000;
  await instance.sweeper.sweep();
  expect(transport.retries).toEqual(['effects']);
});
