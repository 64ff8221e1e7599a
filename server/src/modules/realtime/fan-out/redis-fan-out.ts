import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { seconds } from '../../../kernel/clock.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { RedisConnections } from '../../../platform/redis/redis-connections.js';
import type { Message } from '../realtime-types.js';
import { FanOut } from './fan-out.js';
import type { PostgresFanOut } from './postgres-fan-out.js';

const channel = 'gatehouse:realtime';
/** How long others may need to hear Redis again once it is back. */
const settlesFor = seconds(30);
/** Messages that are remembered, to know those that come again. */
const mostKnown = 5_000;

/**
 * Over Redis, which spares PostgreSQL the notifications. While Redis is away they go over PostgreSQL,
 * which every instance hears too; for a while after that over both, as Redis forgets what nobody
 * listens to. Redis knows nothing of transactions: what is tried again comes again, and is known by
 * its text, as is what comes both ways.
 */
export class RedisFanOut extends FanOut {
  private readonly known = new LRUCache<string, true>({ max: mostKnown });
  private publisher: Redis | undefined;
  /** Until when others may not hear Redis, by `performance.now()`; without an end while it is away. */
  private unheardUntil = 0;

  constructor(
    private readonly postgres: PostgresFanOut,
    private readonly connections: RedisConnections,
    private readonly logger: Logger,
  ) {
    super();
  }

  override async publish(tx: Transaction, messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    this.publisher ??= this.openPublisher();
    const published = await isPublished(this.publisher, messages);
    if (published && performance.now() >= this.unheardUntil) return;
    await this.postgres.publish(tx, messages);
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

  private openPublisher(): Redis {
    const redis = this.connections.eager('realtime');
    redis.on('close', () => (this.unheardUntil = Infinity));
    redis.on('ready', () => {
      if (this.unheardUntil === Infinity) this.unheardUntil = performance.now() + settlesFor;
    });
    return redis;
  }

  /** Its connections to Redis are closed with all others. */
  override async stop(): Promise<void> {
    await this.postgres.stop();
  }
}

/** Whether Redis took them all. */
async function isPublished(redis: Redis, messages: readonly Message[]): Promise<boolean> {
  const sent = messages.map((message) => redis.publish(channel, JSON.stringify(message)));
  return Promise.all(sent).then(
    () => true,
    () => false,
  );
}
