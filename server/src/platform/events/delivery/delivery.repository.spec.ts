import type { CloudEvent } from '@gatehouse/contracts/events';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  EffectListener,
  HandTransport,
  openInstance,
  openShop,
  type Shop,
  thingHappened,
} from '../../../../test/harness/events.js';
import type { Transaction } from '../../database/database.js';
import { ReceiverAwayError } from '../event-listener.js';
import { currentTrace, RequestContext, requestContext } from '../../http/request-context.js';

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

describe('the trace of a request', () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const ofRequest = (requestId: string, work: () => Promise<void>) =>
    requestContext.run(new RequestContext(requestId, 0, '192.0.2.1', '', traceparent), work);
  const added = async () => {
    const { rows } = await shop.pool.query(
      `SELECT event FROM shop.outbox WHERE event->'data'->>'number' = '99'`,
    );
    return rows.map(({ event }) => event as object);
  };

  /** Each event that is handled leads to another one. */
  class FollowingListener extends EffectListener {
    readonly traces: unknown[] = [];
    override async handle(tx: Transaction, events: readonly CloudEvent[]): Promise<void> {
      this.traces.push(currentTrace());
      if (events.some(({ data }) => data.number === 99)) return;
      if (this.traces.length === 1) throw new Error('not yet');
      await shop.events.add(tx, thingHappened, { thing: 'next', number: 99 });
    }
  }

  it('goes with its events to the handler, to its next try, and to the events that come of it', async () => {
    const following = new FollowingListener();
    instance = openInstance(shop, [following], transport);
    await ofRequest('request-1', () => shop.add(1));
    await carry();
    await instance.delivery.retry('effects');
    const trace = { correlationId: 'request-1', traceparent };
    expect(following.traces).toEqual([trace, trace]);
    expect(await added()).toMatchObject([{ correlationid: 'request-1', traceparent }]);
    const [event] = await added();
    expect(event).not.toHaveProperty('clientaddress');
  });

  it("is nobody's where a batch goes back to several requests", async () => {
    const following = new FollowingListener();
    instance = openInstance(shop, [following], transport);
    for (const id of ['request-1', 'request-2']) await ofRequest(id, () => shop.add(1, id));
    while ((await instance.relay.publish('shop')) > 0);
    await transport.handOver(instance.delivery);
    const of = (correlationId: string) => ({ correlationId, traceparent });
    // Together first, and then one by one.
    expect(following.traces).toEqual([undefined, of('request-1'), of('request-2')]);
  });
});

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

it('is done with a batch whose forerunner is so old that its mark was removed', async () => {
  await shop.add(1);
  await carry();
  await shop.pool.query('DELETE FROM shop.inbox');
  await shop.add(2);
  await instance.relay.publish('shop');
  const [batch] = transport.batches;
  if (!batch) throw new Error('nothing was published');
  expect(batch.after).not.toBeNull();
  // As when both were settled and the mark of the first was purged.
  await shop.pool.query(`UPDATE shop.outbox SET settled_at = now() WHERE id = $1`, [batch.after]);
  expect(await instance.delivery.deliver(batch)).toMatchObject({ status: 'done' });
  expect(await shop.effects()).toEqual([1, 2]);
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

it('waits for a receiver that is away, for as long as it takes, and uses up no try', async () => {
  let isAway = true;
  listener.before = () => {
    if (isAway) throw new ReceiverAwayError('away');
  };
  await shop.add(1);
  await shop.add(2);
  await instance.relay.publish('shop');
  const [batch] = transport.batches;
  if (!batch) throw new Error('nothing was published');
  for (let times = 0; times < 20; times += 1)
    await expect(instance.delivery.deliver(batch)).rejects.toThrow('away');
  const { rows } = await shop.pool.query('SELECT state, attempts FROM shop.inbox');
  expect(rows).toEqual([]);
  isAway = false;
  await transport.handOver(instance.delivery);
  expect(await shop.effects()).toEqual([1, 2]);
});

it('a failed event whose receiver is away meanwhile keeps its tries', async () => {
  poison(1);
  instance = openInstance(shop, [listener], transport, { backoff: () => 0, maxAttempts: 3 });
  await shop.add(1);
  await instance.relay.publish('shop');
  await transport.handOver(instance.delivery);
  listener.before = () => {
    throw new ReceiverAwayError('away');
  };
  for (let times = 0; times < 20; times += 1)
    await expect(instance.delivery.retry('effects')).rejects.toThrow('away');
  const { rows } = await shop.pool.query('SELECT state, attempts FROM shop.inbox');
  expect(rows).toEqual([{ state: 'failed', attempts: 1 }]);
  listener.before = () => {};
  await instance.delivery.retry('effects');
  expect(await shop.effects()).toEqual([1]);
});

it('attack 35: of many who try a poison event at once none tries it more often than is counted', async () => {
  let tries = 0;
  listener.before = () => {
    tries += 1;
    throw new Error('poison');
  };
  instance = openInstance(shop, [listener], transport, { backoff: () => 0, maxAttempts: 40 });
  await shop.add(1);
  await instance.relay.publish('shop');
  await transport.handOver(instance.delivery);
  // Once in its batch, and then alone.
  expect(tries).toBe(2);
  await Promise.all(Array.from({ length: 8 }, () => instance.delivery.retry('effects')));
  await instance.delivery.retry('effects');
  const { rows } = await shop.pool.query('SELECT state, attempts FROM shop.inbox');
  expect(rows).toEqual([{ state: 'parked', attempts: 40 }]);
  expect(tries).toBe(41);
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

it('tries a failed important event again while ordinary ones have their turn', async () => {
  poison(1);
  await shop.alarm(1);
  await carry();
  listener.before = () => {};
  const { promise: done, resolve: end } = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const inTurn = shop.database.transaction(async (tx) => {
    await tx.execute(
      sql`SELECT pg_advisory_xact_lock(hashtextextended('gatehouse:listener:effects', 0))`,
    );
    begun.resolve();
    await done;
  });
  await begun.promise;
  expect(await instance.delivery.retry('effects')).toMatchObject({ status: 'put_off' });
  expect(await instance.delivery.retry('effects.important')).toMatchObject({ status: 'done' });
  expect(await shop.effects()).toEqual([1]);
  end();
  await inTurn;
});

it('lets no lane catch up with what is lacking in the other', async () => {
  await shop.add(1);
  await instance.relay.publish('shop');
  transport.batches = [];
  await shop.alarm(2);
  await carry();
  expect(await shop.effects()).toEqual([2]);
  await shop.add(3);
  await carry();
  expect(await shop.effects()).toEqual([2, 1, 3]);
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
  await instance.reminder.remind();
  expect(transport.retries).toEqual(['effects']);
});
