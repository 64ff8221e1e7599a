import { type ChannelModel, connect } from 'amqplib';
import type { CloudEvent } from '@gatehouse/contracts/events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { QuietLogger } from '../../../test/harness/events.js';
import { describeWith } from '../../../test/harness/servers/describe-with.js';
import type { RealServer } from '../../../test/harness/servers/program.js';
import { startRabbitmq } from '../../../test/harness/servers/rabbitmq.js';
import type { Transaction } from '../../platform/database/database.js';
import { RabbitmqConnection } from '../../platform/events/delivery/rabbitmq/rabbitmq-connection.js';
import { TopicExchange } from '../../platform/events/delivery/rabbitmq/topic-exchange.js';
import { ReceiverAwayError } from '../../platform/events/event-listener.js';
import { PublicationListener } from './publication.listener.js';
import { eventually } from '../../../test/harness/waiting/eventually.js';

const eventOf = (id: string, type: string, data = {}): CloudEvent => ({
  specversion: '1.0',
  id,
  source: '/identity',
  type,
  dataschema: '',
  time: '2026-01-02T03:04:05.678Z',
  datacontenttype: 'application/json',
  data,
});

describeWith('rabbitmq-server', 'events for other programs', () => {
  let server: RealServer;
  let exchange: TopicExchange;
  let admin: ChannelModel;
  beforeAll(async () => {
    server = await startRabbitmq();
    const connection = new RabbitmqConnection([server.url], new QuietLogger());
    exchange = new TopicExchange(connection, 'gatehouse.announced');
    await exchange.open();
    admin = await connect(server.url);
    admin.on('error', () => {});
  });
  afterAll(async () => {
    await exchange?.close();
    await admin?.close().catch(() => {});
    await server?.remove();
  });

  const handle = (...events: CloudEvent[]) =>
    new PublicationListener(exchange).handle({} as Transaction, events);

  it('come by their type to whoever binds to it, without what is sealed', async () => {
    const channel = await admin.createChannel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, 'gatehouse.announced', 'user.*');
    const had: unknown[] = [];
    await channel.consume(
      queue,
      (message) =>
        void had.push([
          message?.fields.routingKey,
          message?.properties.messageId,
          message?.properties.contentType,
          JSON.parse(message?.content.toString() ?? ''),
        ]),
      { noAck: true },
    );
    const erased = eventOf('3', 'user.erased', { userId: 'x', sealedWords: 'c2VhbGVk' });
    await handle(eventOf('1', 'user.login'), eventOf('2', 'session.created'), erased);
    const form = 'application/cloudevents+json';
    await expect
      .poll(() => had)
      .toEqual([
        ['user.login', '1', form, eventOf('1', 'user.login')],
        ['user.erased', '3', form, eventOf('3', 'user.erased', { userId: 'x' })],
      ]);
  });

  it('wait while the broker is away, which is no failed try of theirs', async () => {
    await server.stop();
    for (let times = 0; times < 3; times += 1)
      await expect(handle(eventOf('4', 'user.login'))).rejects.toThrow(ReceiverAwayError);
    await server.start();
    await eventually(() => handle(eventOf('4', 'user.login')));
  });
});
