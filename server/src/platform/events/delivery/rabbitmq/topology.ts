import type { Channel, ChannelModel } from 'amqplib';
import { days } from '../../../../kernel/clock.js';

/** Times that a queue gives a message before it is a dead letter. */
const deliveryLimit = 20;
/** Dead letters that are kept, the newest; the tables know what they were. */
const deadLettersKept = 10_000;
/** How long: what events tell of people who are erased meanwhile does not stay. In milliseconds. */
const deadLettersKeptFor = days(7);

/**
 * What the broker must hold: a topic exchange, where a message's key is `<address>.batch`, a
 * durable quorum queue for each address, and an exchange and a queue for dead letters.
 */
export class Topology {
  readonly exchange: string;
  readonly deadExchange: string;
  readonly deadQueue: string;

  /** @param prefix of all names, so that several installations can share a virtual host. */
  constructor(private readonly prefix = 'gatehouse') {
    this.exchange = `${prefix}.events`;
    this.deadExchange = `${prefix}.events.dead`;
    this.deadQueue = `${prefix}.events.dead.week`;
  }

  queueOf(address: string): string {
    return `${this.prefix}.events.to.${address}`;
  }

  keyOf(address: string): string {
    return `${address}.batch`;
  }

  /** Declares everything; what is there already stays as it is. */
  async declare(model: ChannelModel, addresses: readonly string[]): Promise<void> {
    // A refused declaration closes its channel, so it gets one of its own.
    const channel = await model.createChannel();
    await channel.assertExchange(this.exchange, 'topic');
    await channel.assertExchange(this.deadExchange, 'topic');
    // One that was declared without an age keeps its arguments for ever.
    await channel.deleteQueue(`${this.prefix}.events.dead`);
    await this.declareDeadQueue(channel);
    for (const address of addresses) await this.declareQueue(channel, address);
    await channel.close();
  }

  /** Declares the queue of dead letters and its binding. @returns how many messages are in it. */
  async declareDeadQueue(channel: Channel): Promise<number> {
    const { messageCount } = await channel.assertQueue(this.deadQueue, {
      arguments: {
        'x-queue-type': 'quorum',
        'x-max-length': deadLettersKept,
        'x-message-ttl': deadLettersKeptFor,
      },
    });
    await channel.bindQueue(this.deadQueue, this.deadExchange, '#');
    return messageCount;
  }

  /** Declares the queue of an address and its binding. @returns how many messages wait in it. */
  async declareQueue(channel: Channel, address: string): Promise<number> {
    const queue = this.queueOf(address);
    const { messageCount } = await channel.assertQueue(queue, {
      arguments: {
        'x-queue-type': 'quorum',
        'x-delivery-limit': deliveryLimit,
        'x-dead-letter-exchange': this.deadExchange,
        // A dead letter leaves its queue only when the other one has it; that asks for this overflow.
        'x-dead-letter-strategy': 'at-least-once',
        'x-overflow': 'reject-publish',
      },
    });
    await channel.bindQueue(queue, this.exchange, this.keyOf(address));
    return messageCount;
  }
}
