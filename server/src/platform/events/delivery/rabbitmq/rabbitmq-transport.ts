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

/** Time after which failed events are tried again while another process has the listener's turn. */
const turnAfter = 250;

/** What became of a message: taken by the broker or returned by it, or how its handling ended. */
export type MessageOutcome = 'published' | 'returned' | 'failed' | Handled;

/** What works only while there is a connection. */
interface Session {
  readonly publisher: ConfirmingPublisher;
  /** For questions. */
  readonly channel: Channel;
  readonly consumers: ReadonlyMap<string, QueueConsumer>;
}

/**
 * Carries events over RabbitMQ: a queue a listener, a message a batch. Tries of failed events need
 * no queue: the inbox says when they are due, and a timer keeps the next one in mind.
 */
export class RabbitmqTransport extends EventTransport {
  private readonly retries: RetryTimers;
  private session: Session | null = null;
  private listeners: readonly string[] = [];
  private consumer: EventConsumer | null = null;

  constructor(
    private readonly connection: RabbitmqConnection,
    private readonly topology: Topology,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly count: (outcome: MessageOutcome) => void = () => {},
  ) {
    super();
    this.retries = new RetryTimers(clock, (listener) => this.retry(listener));
  }

  override async start(listeners: readonly string[], consumer: EventConsumer): Promise<void> {
    this.listeners = listeners;
    this.consumer = consumer;
    await this.connection.open(
      (model) => this.setUp(model),
      () => (this.session = null),
    );
  }

  override async publish(batches: readonly EventBatch[]): Promise<void> {
    await Promise.all(
      batches.map((batch) => this.send(batch.listener, Buffer.from(JSON.stringify(batch)))),
    );
  }

  override async retryAt(listener: string, at: Date): Promise<void> {
    this.retries.set(listener, at);
  }

  override async backlog(listener: string): Promise<number> {
    const { channel, consumers } = this.present();
    const waiting = await this.topology.declareQueue(channel, listener);
    return waiting + (consumers.get(listener)?.inHand ?? 0);
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
    await this.topology.declare(model, this.listeners);
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
    for (const listener of this.listeners)
      consumers.set(listener, await this.consume(await model.createChannel(), listener, renew));
    // Those that fell due while nobody could be told.
    for (const listener of this.listeners) this.retries.set(listener, new Date(0));
  }

  private async consume(
    channel: Channel,
    listener: string,
    lost: () => void,
  ): Promise<QueueConsumer> {
    const consumer = new QueueConsumer(channel, this.topology.queueOf(listener), {
      handle: async (message) => {
        const handled = await this.handOver(listener, message);
        this.count(handled);
        return handled;
      },
      toTheEnd: ({ content }) => this.send(listener, content),
      failed: (error) => {
        this.count('failed');
        const message = 'a batch of events could not be handled; it comes again';
        this.logger.warn(message, { listener, error });
      },
      lost,
    });
    await consumer.start();
    return consumer;
  }

  private async handOver(listener: string, { content }: ConsumeMessage): Promise<Handled> {
    if (!this.consumer) return 'put_off';
    const batch = batchOf(content);
    if (!batch) return 'refused';
    const { status, retryAt } = await this.consumer.deliver(batch);
    if (retryAt) this.retries.set(listener, retryAt);
    return status;
  }

  private async retry(listener: string): Promise<Date | null> {
    if (!this.consumer) return null;
    const { status, retryAt } = await this.consumer.retry(listener);
    return status === 'put_off' ? after(this.clock.now(), turnAfter) : retryAt;
  }

  private async send(listener: string, content: Buffer): Promise<void> {
    const { publisher, channel } = this.present();
    const key = this.topology.keyOf(listener);
    try {
      await publisher.publish(key, content);
    } catch (error) {
      if (!(error instanceof UnroutableError)) throw error;
      this.count('returned');
      // Somebody deleted the queue or its binding.
      this.logger.warn('RabbitMQ lacks a queue or a binding; it is declared again', { listener });
      await this.topology.declareQueue(channel, listener);
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

/** The batch in a message; null when it is none, whoever put it there. */
function batchOf(content: Buffer): EventBatch | null {
  try {
    const batch = JSON.parse(content.toString()) as Partial<EventBatch> | null;
    return Array.isArray(batch?.entries) ? (batch as EventBatch) : null;
  } catch {
    return null;
  }
}
