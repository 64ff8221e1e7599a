import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { carriers, type OpenedTransport } from '../../../../../test/harness/carriers.js';
import {
  EffectListener,
  openInstance,
  openShop,
  type Shop,
} from '../../../../../test/harness/events.js';
import { eventually } from '../../../../../test/harness/waiting/eventually.js';

const names = ['first', 'second', 'third'];

describe('listeners whose batches travel together', () => {
  let shop: Shop;
  let opened: OpenedTransport;
  let instance: ReturnType<typeof openInstance>;
  let mostAtOnce: number;
  beforeEach(async () => {
    shop = await openShop();
    const onPostgres = carriers().find(({ program }) => program === null);
    if (!onPostgres) throw new Error('one needs no server');
    opened = onPostgres.open(shop);
    let atOnce = 0;
    mostAtOnce = 0;
    const listeners = names.map((name) => {
      const listener = new EffectListener(name);
      const handle = listener.handle.bind(listener);
      listener.handle = async (tx, events) => {
        atOnce += 1;
        mostAtOnce = Math.max(mostAtOnce, atOnce);
        await sleep(60);
        await handle(tx, events);
        atOnce -= 1;
      };
      return listener;
    });
    instance = openInstance(shop, listeners, opened.transport, { batchSize: 3 });
  });
  afterEach(async () => {
    await opened.transport.stop();
    await opened.close();
    await shop.close();
  });

  const start = () => opened.transport.start(names, instance.delivery);
  const areHad = async (numbers: readonly number[]) => {
    for (const name of names)
      await eventually(async () => expect(await shop.effects(name)).toEqual(numbers));
  };

  it('have them at once', async () => {
    await start();
    await shop.add(1);
    await instance.relay.publish('shop');
    await areHad([1]);
    expect(mostAtOnce).toBe(names.length);
  });

  it('have them one after the other while the machine is full', async () => {
    await start();
    for (const number of [1, 2]) await shop.add(number);
    await instance.relay.publish('shop', true);
    await areHad([1, 2]);
    expect(mostAtOnce).toBe(1);
  });

  it('have them at once there, too, where more wait than a batch holds', async () => {
    await start();
    for (const number of [1, 2, 3]) await shop.add(number);
    await instance.relay.publish('shop', true);
    await areHad([1, 2, 3]);
    expect(mostAtOnce).toBe(names.length);
  });

  it('have them at once there, too, when they come late', async () => {
    await shop.add(1);
    await instance.relay.publish('shop', true);
    await sleep(1100);
    await start();
    await areHad([1]);
    expect(mostAtOnce).toBe(names.length);
  });
});
