import type { ConfirmChannel, Options } from 'amqplib';
import { seconds } from '../../../../kernel/clock.js';
import { newId } from '../../../../kernel/id.js';

/** Longest that a confirmation may take: a broker that is short of memory or disk answers nothing. */
const patience = seconds(10);

/** No queue took the message. */
export class UnroutableError extends Error {}

/** The broker is there and does not keep the message, as where a queue is full. */
export class RefusedError extends Error {}

/** amqplib tells it apart from a channel that closed by these words alone. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && error.message === 'message nacked';

/** Publishes so that nothing is lost unnoticed: confirmed by the broker, and taken by a queue. */
export class ConfirmingPublisher {
  private readonly returned = new Set<string>();

  constructor(
    private readonly channel: ConfirmChannel,
    private readonly exchange: string,
  ) {
    // The broker returns what it cannot route, then confirms it all the same.
    channel.on('return', ({ properties }) => {
      if (typeof properties.messageId === 'string') this.returned.add(properties.messageId);
    });
  }

  /**
   * Resolves when the broker keeps the message safe.
   * @throws UnroutableError when no queue took it, RefusedError when it was not kept, another error
   * when the broker said nothing of it.
   */
  publish(key: string, content: Buffer, options: Options.Publish = {}): Promise<void> {
    const messageId = newId();
    const facts = { messageId, persistent: true, mandatory: true, contentType: 'application/json' };
    return new Promise((resolve, reject) => {
      const timer = setTimeout(reject, patience, new Error('RabbitMQ did not confirm in time'));
      const settle = (error: unknown) => {
        clearTimeout(timer);
        if (this.returned.delete(messageId)) reject(new UnroutableError(`no queue takes ${key}`));
        else if (isRefusal(error)) reject(new RefusedError(`RabbitMQ refused ${key}`));
        else if (error) reject(new Error(`RabbitMQ did not take ${key}`, { cause: error }));
        else resolve();
      };
      try {
        this.channel.publish(this.exchange, key, content, { ...facts, ...options }, settle);
      } catch (error) {
        settle(error);
      }
    });
  }
}
