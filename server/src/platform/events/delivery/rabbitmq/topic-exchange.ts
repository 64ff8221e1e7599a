import type { CloudEvent } from '@gatehouse/contracts/events';
import { ReceiverAwayError } from '../../event-listener.js';
import { ConfirmingPublisher, RefusedError } from './confirming-publisher.js';
import type { RabbitmqConnection } from './rabbitmq-connection.js';

/** A topic exchange to which other programs bind queues of theirs (S3-114). */
export class TopicExchange {
  private publisher: ConfirmingPublisher | null = null;

  constructor(
    private readonly connection: RabbitmqConnection,
    private readonly name: string,
  ) {}

  /** Connects, and declares the exchange. Does not fail when the broker is away. */
  async open(): Promise<void> {
    await this.connection.open(
      async (model) => {
        const channel = await model.createConfirmChannel();
        channel.on('error', () => {});
        // Without its channel the connection is of no use; it is made again.
        channel.on('close', () => void model.close().catch(() => {}));
        await channel.assertExchange(this.name, 'topic');
        this.publisher = new ConfirmingPublisher(channel, this.name);
      },
      () => (this.publisher = null),
    );
  }

  /**
   * Publishes events in this order, each in the structured mode of CloudEvents with its type as the
   * routing key. Resolves when the broker has them; nobody need want them.
   * @throws ReceiverAwayError while the broker is away, RefusedError when it does not keep one.
   */
  async publish(events: readonly CloudEvent[]): Promise<void> {
    const { publisher } = this;
    if (!publisher) throw new ReceiverAwayError('RabbitMQ is away');
    const published = Promise.all(
      events.map((event) =>
        publisher.publish(event.type, Buffer.from(JSON.stringify(event)), {
          mandatory: false,
          messageId: event.id,
          contentType: 'application/cloudevents+json',
        }),
      ),
    );
    await published.catch((error: unknown) => {
      if (error instanceof RefusedError) throw error;
      throw new ReceiverAwayError('RabbitMQ is away', { cause: error });
    });
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}
