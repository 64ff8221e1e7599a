import { once } from 'node:events';
import { type AddressInfo, connect as connectTo, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { type ChannelModel, connect } from 'amqplib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { describeWith } from '../../../../../test/harness/servers/describe-with.js';
import type { RealServer } from '../../../../../test/harness/servers/program.js';
import { hours } from '../../../../kernel/clock.js';
import type { EventsOptions } from '../../events.options.js';
import { rabbitmq } from '../../../../../test/harness/carriers.js';
import {
  EffectListener,
  openInstance,
  openShop,
  QuietLogger,
  type Shop,
} from '../../../../../test/harness/events.js';
import { RabbitmqConnection } from './rabbitmq-connection.js';
import { eventually } from '../../../../../test/harness/waiting/eventually.js';

const carrier = rabbitmq();

/** A door of its own to the broker, as one node of a cluster is; closing it cuts off who is inside. */
async function openNode(broker: string) {
  const inside = new Set<Socket>();
  const { port: brokerPort } = new URL(broker);
  const node = createServer((socket) => {
    const through = connectTo(Number(brokerPort), '127.0.0.1');
    for (const each of [socket, through]) inside.add(each.on('error', () => {}));
    pipeline(socket, through, socket, () => {});
  }).listen(0, '127.0.0.1');
  let served = 0;
  node.on('connection', () => (served += 1));
  await once(node, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
  const { port } = node.address() as AddressInfo;
  return {
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    served: () => served,
    close: async () => {
      node.close();
      for (const socket of inside) socket.destroy();
      await once(node, 'close');
    },
  };
}

describeWith('rabbitmq-server', 'what only RabbitMQ does', () => {
  let server: RealServer;
  let shop: Shop;
  let admin: ChannelModel;
  let stops: (() => Promise<void>)[];

  beforeAll(async () => {
    server = (await carrier.start()) as RealServer;
  });
  afterAll(() => server?.remove());
  beforeEach(async () => {
    shop = await openShop();
    await carrier.reset();
    stops = [];
    admin = await connect(server.url);
    admin.on('error', () => {});
  });
  afterEach(async () => {
    for (const stop of stops) await stop();
    await admin.close().catch(() => {});
    await shop.close();
  });

  async function start(listener = new EffectListener(), options: Partial<EventsOptions> = {}) {
    const { transport } = carrier.open(shop);
    const instance = openInstance(shop, [listener], transport, options);
    stops.push(() => transport.stop());
    const addresses = instance.directory.recipients.map(({ address }) => address);
    await transport.start(addresses, instance.delivery);
    return { ...instance, listener, publish: () => instance.relay.publish('shop') };
  }
  const effectsAre = (numbers: readonly number[]) =>
    eventually(async () => expect(await shop.effects()).toEqual(numbers));

  it('counts a message that no queue took as not published, and declares the binding again', async () => {
    const { publish } = await start();
    const { exchange } = carrier.topology();
    const channel = await admin.createChannel();
    await channel.unbindQueue(carrier.topology().queueOf('effects'), exchange, 'effects.batch');
    await shop.add(1);
    await publish();
    await effectsAre([1]);
  });

  it('goes on when somebody deletes its queue', async () => {
    const { publish } = await start();
    const queue = carrier.topology().queueOf('effects');
    await (await admin.createChannel()).deleteQueue(queue);
    // Its consumer is told, and declares it again.
    await eventually(async () => {
      const channel = await admin.createChannel();
      channel.on('error', () => {});
      expect((await channel.checkQueue(queue)).consumerCount).toBe(1);
    });
    await shop.add(1);
    await publish();
    await effectsAre([1]);
  });

  it('makes a dead letter of what nobody understands, and goes on', async () => {
    const { publish } = await start();
    const { deadQueue, exchange } = carrier.topology();
    const channel = await admin.createChannel();
    for (const text of ['{', 'null', '{"entries":1}'])
      channel.publish(exchange, 'effects.batch', Buffer.from(text));
    await shop.add(1);
    await publish();
    await effectsAre([1]);
    const dead = async () => (await channel.checkQueue(deadQueue)).messageCount;
    await eventually(async () => expect(await dead()).toBe(3));
  });

  it('makes a dead letter of what it gave too often, whose events the tables still have', async () => {
    const topology = carrier.topology();
    await topology.declare(admin, ['effects']);
    const publisher = openInstance(shop, [new EffectListener()], carrier.open(shop).transport);
    stops.push(() => publisher.transport.stop());
    await publisher.transport.start([], publisher.delivery);
    await shop.add(1);
    await publisher.relay.publish('shop');
    const channel = await admin.createChannel();
    const messagesIn = async (queue: string) => (await channel.checkQueue(queue)).messageCount;
    // Whoever takes it cannot handle it, again and again.
    let given = 0;
    await eventually(async () => {
      const message = await channel.get(topology.queueOf('effects'));
      if (message) {
        given += 1;
        channel.nack(message);
      }
      expect(await messagesIn(topology.deadQueue)).toBe(1);
    });
    // Once, and as often again as its queue allows.
    expect(given).toBe(21);
    const { settling } = await start();
    shop.clock.ahead = hours(1);
    await eventually(async () => {
      await settling.settleAll();
      expect(await shop.effects()).toEqual([1]);
    });
    expect(await messagesIn(topology.deadQueue)).toBe(1);
  });

  it('has events tried again by whoever handles them, also when another process asks for it', async () => {
    const backoff = () => hours(1);
    const { publish, listener } = await start(new EffectListener(), { backoff });
    const tried = vi.fn<() => void>(() => {
      throw new Error('not yet');
    });
    listener.before = tried;
    await shop.add(1);
    await publish();
    await eventually(() => expect(tried).toHaveBeenCalledTimes(2));
    listener.before = () => {};
    shop.clock.ahead = hours(2);
    const { transport } = carrier.open(shop);
    stops.push(() => transport.stop());
    const { delivery } = openInstance(shop, [], transport);
    await transport.start([], delivery);
    await transport.retryAt('effects', shop.clock.now());
    await effectsAre([1]);
  });

  it('gives a batch again that could not be handled nor its failure be written down', async () => {
    const instance = await start();
    const deliver = instance.delivery.deliver.bind(instance.delivery);
    let broken = 1;
    instance.delivery.deliver = async (batch) => {
      broken -= 1;
      if (broken >= 0) throw new Error('the database is away');
      return deliver(batch);
    };
    await shop.add(1);
    await instance.publish();
    await effectsAre([1]);
  });

  it('leaves events in the outbox while the broker is away, and loses none when it is killed', async () => {
    const { publish, listener } = await start();
    await server.stop();
    await shop.add(1);
    await expect(publish()).rejects.toThrow(/RabbitMQ/);
    // RabbitMQ 3.10 forgets a quorum queue when it is killed within minutes of its declaration; a
    // stop in order writes it down.
    await server.start();
    await eventually(publish);
    await effectsAre([1]);
    const { promise: frozen, resolve: thaw } = Promise.withResolvers<void>();
    const handle = listener.handle.bind(listener);
    listener.handle = async (tx, events) => {
      await frozen;
      await handle(tx, events);
    };
    await shop.add(2);
    await publish();
    await server.kill();
    thaw();
    await shop.add(3);
    await server.start();
    await eventually(publish);
    await effectsAre([1, 2, 3]);
  });

  it('counts the dead letters, as soon as there is a connection', async () => {
    const { transport } = carrier.open(shop);
    await expect(transport.deadLetters()).rejects.toThrow('RabbitMQ is away');
    const { delivery } = openInstance(shop, [], transport);
    stops.push(() => transport.stop());
    await transport.start([], delivery);
    expect(await transport.deadLetters()).toBe(0);
    const channel = await admin.createChannel();
    channel.publish(carrier.topology().deadExchange, 'effects.batch', Buffer.from('dead'));
    await eventually(async () => expect(await transport.deadLetters()).toBe(1));
  });

  it('tries its nodes in turn, and goes on with the next one where a node dies', async () => {
    const [one, other] = [await openNode(server.url), await openNode(server.url)];
    const urls = ['amqp://127.0.0.1:1', one.url, other.url];
    const made: ChannelModel[] = [];
    const connection = new RabbitmqConnection(urls, new QuietLogger());
    await connection.open(
      async (model) => void made.push(model),
      () => {},
    );
    stops.push(async () => {
      await connection.close();
      await other.close();
    });
    expect(made).toHaveLength(1);
    expect(other.served()).toBe(0);
    await one.close();
    await eventually(() => expect(made).toHaveLength(2));
    expect(other.served()).toBe(1);
  });

  it('starts while the broker is away, and begins when it is there', async () => {
    await server.stop();
    const starting = start();
    const { publish } = await starting;
    await shop.add(1);
    await expect(publish()).rejects.toThrow('RabbitMQ is away');
    await server.start();
    await eventually(publish);
    await effectsAre([1]);
  });
});
