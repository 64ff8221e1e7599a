import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { after, atMost, type Clock, seconds } from '../../../../kernel/clock.js';
import type { Logger } from '../../../telemetry/logger.js';
import { EventTransport, type EventBatch, type EventConsumer } from '../event-transport.js';
import { RetryTimers } from '../retry-timers.js';
import { ConfirmingPublisher, UnroutableError } from './confirming-publisher.js';
import { type Handled, QueueConsumer } from './queue-consumer.js';
import { RabbitmqConnection } from './rabbitmq-connection.js';
import type { Topology } from './topology.js';

/** Longest that stopping waits for what was begun; the broker gives it to another process. */
const stopTimeout = seconds(10);

/** Time after which failed events are tried again while another process has the turn. */
const turnAfter = 250;

/** What became of a message: taken by the broker or returned by it, or how its handling ended. */
export type MessageOutcome = 'published' | 'returned' | 'failed' | Handled;

/** Message to another process: the failed events of the address want another try. */
const reminder = { retry: true } as const;

/** What works only while there is a connection. */
interface Session {
  readonly publisher: ConfirmingPublisher;
  /** For questions. */
  readonly channel: Channel;
  readonly consumers: ReadonlyMap<string, QueueConsumer>;
}

/**
 * Carries events over RabbitMQ: a queue an address, a message a batch. Tries of failed events need
 * no queue: the inbox says when they are due, and a timer keeps the next one in mind.
 */
export class RabbitmqTransport extends EventTransport {
  private readonly retries: RetryTimers;
  private session: Session | null = null;
  private addresses: readonly string[] = [];
  private consumer: EventConsumer | null = null;

  constructor(
    private readonly connection: RabbitmqConnection,
    private readonly topology: Topology,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly count: (outcome: MessageOutcome) => void = () => {},
  ) {
    super();
    this.retries = new RetryTimers(clock, (address) => this.retry(address));
  }

  override async start(addresses: readonly string[], consumer: EventConsumer): Promise<void> {
    this.addresses = addresses;
    this.consumer = consumer;
    await this.connection.open(
      (model) => this.setUp(model),
      () => (this.session = null),
    );
  }

  override async publish(batches: readonly EventBatch[]): Promise<void> {
    await Promise.all(
      batches.map((batch) => this.send(batch.address, Buffer.from(JSON.stringify(batch)))),
    );
  }

  override async retryAt(address: string, at: Date): Promise<void> {
    if (this.addresses.includes(address)) this.retries.set(address, at);
    // Whoever handles the events of the address looks itself at when they are due.
    else await this.send(address, Buffer.from(JSON.stringify(reminder)));
  }

  override async backlog(address: string): Promise<number> {
    const { channel, consumers } = this.present();
    const waiting = await this.topology.declareQueue(channel, address);
    return waiting + (consumers.get(address)?.inHand ?? 0);
  }

  /** Messages that nobody could handle. @throws an Error while the broker is away. */
  async deadLetters(): Promise<number> {
    return this.topology.declareDeadQueue(this.present().channel);
  }

  override async check(): Promise<void> {
    const { channel } = this.present();
    await channel.checkExchange(this.topology.exchange);
  }

  override async stop(): Promise<void> {
    this.retries.stop();
    const consumers = [...(this.session?.consumers.values() ?? [])];
    const stopped = Promise.all(consumers.map((consumer) => consumer.stop()));
    await atMost(stopTimeout, stopped).catch(() => {});
    await this.connection.close();
  }

  private async setUp(model: ChannelModel): Promise<void> {
    await this.topology.declare(model, this.addresses);
    const confirming = await model.createConfirmChannel();
    const channel = await model.createChannel();
    const renew = () => void model.close().catch(() => {});
    for (const each of [confirming, channel]) {
      each.on('error', (error: Error) => this.logger.warn('RabbitMQ closes a channel', { error }));
      // A session without one of its channels is of no use.
      each.on('close', renew);
    }
    const consumers = new Map<string, QueueConsumer>();
    const publisher = new ConfirmingPublisher(confirming, this.topology.exchange);
    this.session = { publisher, channel, consumers };
    for (const address of this.addresses)
      consumers.set(address, await this.consume(await model.createChannel(), address, renew));
    // Those that fell due while nobody could be told.
    for (const address of this.addresses) this.retries.set(address, new Date(0));
  }

  private async consume(
    channel: Channel,
    address: string,
    lost: () => void,
  ): Promise<QueueConsumer> {
    const consumer = new QueueConsumer(channel, this.topology.queueOf(address), {
      handle: async (message) => {
        const handled = await this.handOver(address, message);
        this.count(handled);
        return handled;
      },
      toTheEnd: ({ content }) => this.send(address, content),
      failed: (error) => {
        this.count('failed');
        const message = 'a batch of events could not be handled; it comes again';
        this.logger.warn(message, { address, error });
      },
      lost,
    });
    await consumer.start();
    return consumer;
  }

  private async handOver(address: string, { content }: ConsumeMessage): Promise<Handled> {
    if (!this.consumer) return 'put_off';
    const payload = payloadOf(content);
    if (!payload) return 'refused';
    if ('retry' in payload) {
      this.retries.set(address, new Date(0));
      return 'done';
    }
    const { status, retryAt } = await this.consumer.deliver(payload);
    if (retryAt) this.retries.set(address, retryAt);
    return status;
  }

  private async retry(address: string): Promise<Date | null> {
    if (!this.consumer) return null;
    const { status, retryAt } = await this.consumer.retry(address);
    return status === 'put_off' ? after(this.clock.now(), turnAfter) : retryAt;
  }

  private async send(address: string, content: Buffer): Promise<void> {
    const { publisher, channel } = this.present();
    const key = this.topology.keyOf(address);
    try {
      await publisher.publish(key, content);
    } catch (error) {
      if (!(error instanceof UnroutableError)) throw error;
      this.count('returned');
      // Somebody deleted the queue or its binding.
      this.logger.warn('RabbitMQ lacks a queue or a binding; it is declared again', { address });
      await this.topology.declareQueue(channel, address);
      await publisher.publish(key, content);
    }
    this.count('published');
  }

  /** @throws an Error while the broker is away; the outbox keeps the events meanwhile. */
  private present(): Session {
    if (!this.session) throw new Error('RabbitMQ is away');
    return this.session;
  }
}

/** What a message holds; null when that is nothing of ours, whoever put it there. */
function payloadOf(content: Buffer): EventBatch | typeof reminder | null {
  try {
    const payload = JSON.parse(content.toString()) as Partial<EventBatch & typeof reminder> | null;
    if (payload?.retry === true) return reminder;
    return Array.isArray(payload?.entries) ? (payload as EventBatch) : null;
  } catch {
    return null;
  }
}
