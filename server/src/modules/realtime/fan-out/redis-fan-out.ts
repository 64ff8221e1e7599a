import { LRUCache } from 'lru-cache';
import type { Transaction } from '../../../platform/database/database.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { RedisConnections } from '../../../platform/redis/redis-connections.js';
import type { Message } from '../realtime-types.js';
import { FanOut } from './fan-out.js';
import type { PostgresFanOut } from './postgres-fan-out.js';

const channel = 'gatehouse:realtime';
/** Messages that are remembered, to know those that come again. */
const mostKnown = 5_000;

/**
 * Over Redis, which spares PostgreSQL the notifications. While Redis is away they go over PostgreSQL,
 * which every instance hears too. Redis knows nothing of transactions: what is tried again comes
 * again, and is known by its text.
 */
export class RedisFanOut extends FanOut {
  private readonly known = new LRUCache<string, true>({ max: mostKnown });

  constructor(
    private readonly postgres: PostgresFanOut,
    private readonly connections: RedisConnections,
    private readonly logger: Logger,
  ) {
    super();
  }

  override async publish(tx: Transaction, messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    const redis = this.connections.eager('realtime');
    try {
      await Promise.all(messages.map((message) => redis.publish(channel, JSON.stringify(message))));
    } catch {
      await this.postgres.publish(tx, messages);
    }
  }

  override async start(receive: (message: Message) => void, resumed: () => void): Promise<void> {
    const take = (text: string): void => {
      if (this.known.has(text)) return;
      this.known.set(text, true);
      receive(JSON.parse(text) as Message);
    };
    await this.postgres.start((message) => take(JSON.stringify(message)), resumed);
    const subscriber = this.connections.patient('realtime-subscriber');
    subscriber.on('message', (_channel: string, text: string) => take(text));
    // It subscribes again by itself; Redis that is away must not keep the server from starting.
    subscriber.subscribe(channel).catch((error: unknown) => {
      this.logger.warn('live events are not heard over Redis', { error });
    });
  }

  /** Its connections to Redis are closed with all others. */
  override async stop(): Promise<void> {
    await this.postgres.stop();
  }
}
