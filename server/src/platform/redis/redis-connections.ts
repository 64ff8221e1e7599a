import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';
import { seconds } from '../../kernel/clock.js';
import { Config } from '../config/config.js';
import { Logger } from '../telemetry/logger.js';

/** Longest pause between two tries to reach a Redis that is away. */
const longestPause = seconds(2);

/** The connections of this process to Redis, where one is configured. Each comes back by itself. */
@Injectable()
export class RedisConnections implements OnApplicationShutdown {
  private readonly opened = new Map<string, Redis>();

  constructor(
    private readonly config: Config,
    private readonly logger: Logger,
  ) {}

  get configured(): boolean {
    return this.config.REDIS_URL !== undefined;
  }

  /**
   * A connection whose commands fail at once while Redis is away, for whoever can do without it.
   * @param purpose one connection for each.
   */
  eager(purpose: string): Redis {
    return this.open(purpose, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: seconds(5),
    });
  }

  /** A connection whose commands wait until Redis is back, for whoever can only wait. */
  patient(purpose: string): Redis {
    return this.open(purpose, { maxRetriesPerRequest: null });
  }

  onApplicationShutdown(): void {
    for (const client of this.opened.values()) client.disconnect();
    this.opened.clear();
  }

  private open(purpose: string, options: RedisOptions): Redis {
    const known = this.opened.get(purpose);
    if (known) return known;
    if (this.config.REDIS_URL === undefined) throw new Error('REDIS_URL is not set');
    const client = new Redis(this.config.REDIS_URL, {
      connectTimeout: seconds(5),
      connectionName: `${this.config.GATEHOUSE_SERVICE_NAME}-${purpose}`,
      retryStrategy: (times) => Math.min(50 * 2 ** times, longestPause),
      ...options,
    });
    this.watch(client, purpose);
    this.opened.set(purpose, client);
    return client;
  }

  /** Tells of each outage once, however many tries it takes. */
  private watch(client: Redis, purpose: string): void {
    let away = false;
    client.on('error', (error: Error) => {
      if (!away) this.logger.warn('Redis is away; it is tried again', { purpose, error });
      away = true;
    });
    client.on('ready', () => {
      if (away) this.logger.info('Redis is back', { purpose });
      away = false;
    });
  }
}
