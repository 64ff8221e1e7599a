import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeWith } from '../../../../test/harness/servers/describe-with.js';
import type { RealServer } from '../../../../test/harness/servers/program.js';
import { type Carrier, carriers, type OpenedTransport } from '../../../../test/harness/carriers.js';
import {
  EffectListener,
  openInstance,
  openShop,
  type Shop,
  thingHappened,
} from '../../../../test/harness/events.js';
import { ReceiverAwayError } from '../event-listener.js';
import type { EventsOptions } from '../events.options.js';
import { eventually } from '../../../../test/harness/waiting/eventually.js';

const numbersTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const sorted = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b);
const inOrder = (numbers: readonly number[]) => expect(numbers).toEqual(sorted(numbers));

/** What every carrier of events must do, each with its real server. */
const behaviour = (carrier: Carrier) => {
  let server: RealServer | null;
  let shop: Shop;
  let stops: (() => Promise<void>)[];

  beforeAll(async () => {
    server = await carrier.start();
  });
  afterAll(() => server?.remove());
  beforeEach(async () => {
    shop = await openShop();
    await carrier.reset();
    stops = [];
  });
  afterEach(async () => {
    for (const stop of stops) await stop();
    await shop.close();
  });

  async function start(
    listener = new EffectListener(),
    options: Partial<EventsOptions> = {},
    beside: readonly EffectListener[] = [],
  ) {
    const { transport, close }: OpenedTransport = carrier.open(shop);
    const instance = openInstance(shop, [listener, ...beside], transport, {
      batchSize: 20,
      ...options,
    });
    let stopped = false;
    const stop = async () => {
      if (stopped) return;
      stopped = true;
      await transport.stop();
      await close();
    };
    stops.push(stop);
    const addresses = instance.directory.recipients.map(({ address }) => address);
    await transport.start(addresses, instance.delivery);
    const publish = async () => {
      while ((await instance.relay.publish('shop')) > 0);
    };
    return { ...instance, listener, stop, publish };
  }
  const effectsAre = (numbers: readonly number[]) =>
    eventually(async () => expect(sorted(await shop.effects())).toEqual(numbers));

  it('carries an event soon after it was published', async () => {
    const { publish } = await start();
    await shop.add(1);
    await publish();
    await eventually(async () => expect(await shop.effects()).toEqual([1]));
  });

  it('keeps the order of each subject over two instances', async () => {
    const instances = [await start(), await start()];
    for (const number of numbersTo(200)) await shop.add(number, `thing ${number % 7}`);
    await Promise.all(instances.map(({ publish }) => publish()));
    await effectsAre(numbersTo(200));
    const effects = await shop.effects();
    for (const thing of numbersTo(7)) inOrder(effects.filter((number) => number % 7 === thing));
  });

  it('has one effect an event that is published three times', async () => {
    const { transport, publish } = await start();
    const carry = transport.publish.bind(transport);
    transport.publish = async (batches) => {
      for (let time = 0; time < 3; time += 1) await carry(batches);
    };
    for (const number of numbersTo(60)) await shop.add(number);
    await publish();
    await effectsAre(numbersTo(60));
    await eventually(async () => expect(await transport.backlog('effects')).toBe(0));
    expect(await shop.effects()).toHaveLength(60);
  });

  it('attack 35: a poison event is tried, parked and blocks nobody', async () => {
    const listener = new EffectListener();
    const tries: number[] = [];
    listener.before = ({ data }) => {
      if (data.number !== 1) return;
      tries.push(Date.now());
      throw new Error('poison');
    };
    const { failed, publish } = await start(listener, { backoff: () => 100 });
    for (const number of [0, 1, 2]) await shop.add(number, `thing ${number}`);
    await publish();
    await effectsAre([0, 2]);
    const { connection } = shop.database;
    await vi.waitFor(
      async () => expect(await failed.listParked(connection, listener, 10)).toHaveLength(1),
      20_000,
    );
    // Once in its batch, then alone as often as the options say.
    expect(tries).toHaveLength(4);
  });

  it('tries a failed event again at its time, and lets those of its subject wait', async () => {
    const listener = new EffectListener();
    let fails = 2;
    let failedAt = 0;
    let doneAt = 0;
    listener.before = ({ data }) => {
      if (data.number !== 1) return;
      if (fails > 0) {
        fails -= 1;
        failedAt = performance.now();
        throw new Error('not yet');
      }
      doneAt = performance.now();
    };
    const { publish } = await start(listener, { backoff: () => 600 });
    for (const number of [1, 2, 3]) await shop.add(number);
    await publish();
    await effectsAre([1, 2, 3]);
    expect(await shop.effects()).toEqual([1, 2, 3]);
    expect(doneAt - failedAt).toBeGreaterThanOrEqual(590);
    expect(doneAt - failedAt).toBeLessThan(3000);
  });

  it('lets an important event overtake a backlog of 5,000 ordinary ones, and keeps the order of each', async () => {
    const listener = new EffectListener();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const handle = listener.handle.bind(listener);
    listener.handle = async (tx, events) => {
      if (events.some(({ type }) => type === thingHappened.type)) await released;
      await handle(tx, events);
    };
    const { transport, publish } = await start(listener, { batchSize: 500 });
    const rows = numbersTo(5_000).map((number) =>
      shop.events.rowOf(thingHappened, { thing: 'one', number }, { subject: 'thing/one' }),
    );
    await shop.database.transaction((tx) => shop.events.addAll(tx, rows));
    await publish();
    for (const number of [-2, -1]) await shop.alarm(number);
    await publish();
    await eventually(async () => expect(await shop.effects()).toEqual([-2, -1]));
    expect(await transport.backlog('effects')).toBeGreaterThan(5);
    release();
    await vi.waitFor(async () => expect(await shop.effects()).toHaveLength(5_002), 25_000);
    inOrder(await shop.effects());
  });

  it('keeps nobody waiting for a listener that is slow, or whose receiver is away', async () => {
    const quick = new EffectListener('quick');
    const slow = new EffectListener('slow');
    const away = new EffectListener('away');
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const handle = slow.handle.bind(slow);
    slow.handle = async (tx, events) => {
      await released;
      await handle(tx, events);
    };
    let isAway = true;
    away.before = () => {
      if (isAway) throw new ReceiverAwayError();
    };
    const { publish, transport } = await start(quick, {}, [slow, away]);
    for (const number of numbersTo(15)) {
      await shop.add(number);
      await publish();
      await eventually(async () =>
        expect(await shop.effects('quick')).toEqual(numbersTo(number + 1)),
      );
    }
    expect([await shop.effects('slow'), await shop.effects('away')]).toEqual([[], []]);
    release();
    isAway = false;
    for (const name of ['slow', 'away']) {
      const all = async () => expect(await shop.effects(name)).toEqual(numbersTo(15));
      await vi.waitFor(all, 25_000);
      await eventually(async () => expect(await transport.backlog(name)).toBe(0));
    }
  });

  it('tells how many batches are on their way', async () => {
    const listener = new EffectListener();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const handle = listener.handle.bind(listener);
    listener.handle = async (tx, events) => {
      await released;
      await handle(tx, events);
    };
    const { transport, publish } = await start(listener, { batchSize: 1 });
    for (const number of numbersTo(12)) await shop.add(number);
    await publish();
    await vi.waitFor(
      async () => expect(await transport.backlog('effects')).toBeGreaterThanOrEqual(10),
      20_000,
    );
    release();
    await effectsAre(numbersTo(12));
    await eventually(async () => expect(await transport.backlog('effects')).toBe(0));
  });

  it('puts a batch off until the one before it was had, and then loses no time', async () => {
    const { transport } = await start();
    const entries = [1, 2].map((number) => {
      const row = shop.events.rowOf(thingHappened, { thing: 'one', number });
      return { position: number, event: JSON.parse(row.event) };
    });
    const [first, second] = entries;
    if (!first || !second) throw new Error('two were made');
    const late = { address: 'effects', after: first.event.id, entries: [second] };
    await transport.publish([late]);
    // Longer than a message waits in a process: it goes to the end of its queue and comes again.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await shop.effects()).toEqual([]);
    await transport.publish([{ address: 'effects', after: null, entries: [first] }]);
    await eventually(async () => expect(await shop.effects()).toEqual([1, 2]));
  });

  it('is not kept from a batch at the end by the many that wait for it', async () => {
    const { transport } = await start();
    const entries = numbersTo(41).map((number) => {
      const row = shop.events.rowOf(thingHappened, { thing: 'one', number });
      return { position: number, event: JSON.parse(row.event) };
    });
    const batches = entries.map((entry, index) => ({
      address: 'effects',
      after: entries[index - 1]?.event.id ?? null,
      entries: [entry],
    }));
    await transport.publish(batches.slice(1));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await transport.publish(batches.slice(0, 1));
    await vi.waitFor(async () => expect(await shop.effects()).toEqual(numbersTo(41)), 25_000);
  });

  it('loses nothing when it stops and another one starts', async () => {
    const first = await start(new EffectListener(), { batchSize: 3 });
    for (const number of numbersTo(90)) await shop.add(number);
    const publishing = first.publish();
    await eventually(async () => expect(await shop.effects()).not.toEqual([]));
    await publishing;
    await first.stop();
    await start();
    await effectsAre(numbersTo(90));
    inOrder(await shop.effects());
  });

  it('shares the load between two consumers', async () => {
    const [left, right] = [await start(), await start()];
    const idle = () => [left, right].some(({ listener }) => listener.batches === 0);
    let count = 0;
    // Whoever is free takes the next batch: in the long run each does some.
    for (let round = 0; round < 200 && idle(); round += 1) {
      await shop.add(count);
      count += 1;
      await left.publish();
      await effectsAre(numbersTo(count));
    }
    expect(idle()).toBe(false);
  });

  it('gives the listener the request id and the trace that the event came with', async () => {
    const listener = new EffectListener();
    const seen: unknown[] = [];
    listener.before = ({ correlationid, traceparent }) =>
      void seen.push({ correlationid, traceparent });
    const { publish } = await start(listener);
    const origin = {
      correlationid: 'request-7',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    };
    const row = shop.events.rowOf(thingHappened, { thing: 'one', number: 1 });
    const causedBy = { ...JSON.parse(row.event), ...origin };
    await shop.database.transaction((tx) =>
      shop.events.add(tx, thingHappened, { thing: 'one', number: 2 }, { causedBy }),
    );
    await publish();
    await eventually(() => expect(seen).toEqual([origin]));
  });
};

for (const carrier of carriers()) {
  const title = `events over ${carrier.name}`;
  const tests = () => behaviour(carrier);
  if (carrier.program === null) describe(title, tests);
  else describeWith(carrier.program, title, tests);
}
