import type { Channel, ConsumeMessage } from 'amqplib';
import { setTimeout as sleep } from 'node:timers/promises';
import { seconds } from '../../../../kernel/clock.js';

/** Messages that wait in the process at most, so that several processes share a queue's. */
const prefetch = 8;
/** Time after which a message is given again whose turn it was not, in milliseconds. */
const putOffFor = 25;
/** Times that a message waits in the process for its turn, before it goes to the queue's end. */
const putOffsHere = 4;
/** Longest that a queue rests after a failure. */
const longestRest = seconds(30);

/** `put_off`: it was not the message's turn; `refused`: nobody will ever understand it. */
export type Handled = 'done' | 'put_off' | 'refused';

/** What a consumer asks of its owner. */
export interface QueueWork {
  /** @throws when the message could not be handled nor its failure be written down. */
  handle(message: ConsumeMessage): Promise<Handled>;
  /** Puts a copy of the message at the end of its queue. */
  toTheEnd(message: ConsumeMessage): Promise<void>;
  failed(error: unknown): void;
  /** The broker took the queue or the channel away. */
  lost(): void;
}

/** Hands over the messages of one queue, one at a time, and acknowledges each when it is done. */
export class QueueConsumer {
  private readonly waiting: ConsumeMessage[] = [];
  private readonly putOffs = new WeakMap<ConsumeMessage, number>();
  private readonly stopped = new AbortController();
  private open = true;
  private tag = '';
  private running: Promise<void> | null = null;

  constructor(
    private readonly channel: Channel,
    private readonly queue: string,
    private readonly work: QueueWork,
  ) {
    channel.on('close', () => {
      this.open = false;
      if (!this.stopped.signal.aborted) this.work.lost();
      this.stopped.abort();
    });
    // The connection reports it; without a listener it would end the process.
    channel.on('error', () => {});
  }

  /** Messages in the process that are not acknowledged yet. */
  get inHand(): number {
    return this.waiting.length + (this.running ? 1 : 0);
  }

  async start(): Promise<void> {
    await this.channel.prefetch(prefetch);
    const take = (message: ConsumeMessage | null) => {
      if (message) this.take(message);
      else this.work.lost();
    };
    this.tag = (await this.channel.consume(this.queue, take)).consumerTag;
  }

  /** Takes no more; resolves when the message in hand is done. Those that wait go back to the queue. */
  async stop(): Promise<void> {
    this.stopped.abort();
    if (this.open) await this.channel.cancel(this.tag).catch(() => {});
    await this.running;
    if (this.open) await this.channel.close().catch(() => {});
  }

  private take(message: ConsumeMessage): void {
    this.waiting.push(message);
    this.running ??= this.run().finally(() => (this.running = null));
  }

  private async run(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      const message = this.waiting.shift();
      if (!message) return;
      await this.settle(message);
    }
  }

  private async settle(message: ConsumeMessage): Promise<void> {
    try {
      const outcome = await this.work.handle(message);
      if (outcome === 'put_off') await this.putOff(message);
      else if (outcome === 'done') this.acknowledge(message);
      else if (this.open) this.channel.reject(message, false);
    } catch (error) {
      this.work.failed(error);
      // While the database is away, each try costs one of the queue's limit.
      await this.rest(Math.min(seconds(2 ** timesDelivered(message)), longestRest));
      if (this.open) this.channel.nack(message);
    }
  }

  /** Behind the others: what it waits for may be among them, or at the end of the queue. */
  private async putOff(message: ConsumeMessage): Promise<void> {
    await this.rest(putOffFor);
    const count = (this.putOffs.get(message) ?? 0) + 1;
    this.putOffs.set(message, count);
    if (count <= putOffsHere) this.waiting.push(message);
    else {
      await this.work.toTheEnd(message);
      this.acknowledge(message);
    }
  }

  private acknowledge(message: ConsumeMessage): void {
    // Otherwise it comes again, and the inbox knows it.
    if (this.open) this.channel.ack(message);
  }

  private async rest(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.stopped.signal }).catch(() => {});
  }
}

const timesDelivered = ({ properties }: ConsumeMessage): number =>
  Number(properties.headers?.['x-delivery-count'] ?? 0);
