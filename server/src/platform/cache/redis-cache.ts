import type { Redis } from 'ioredis';
import { Cache } from './cache.js';

const prefix = 'gatehouse:cache:';

/** Keeps values in Redis, for all instances. While it is away there are none. */
export class RedisCache extends Cache {
  constructor(private readonly redis: Redis) {
    super();
  }

  override async get(key: string): Promise<unknown> {
    const text = await this.redis.get(prefix + key).catch(() => null);
    return text === null ? undefined : JSON.parse(text);
  }

  override async set(key: string, value: unknown, lifetime: number): Promise<void> {
    await this.redis.set(prefix + key, JSON.stringify(value), 'PX', lifetime).catch(() => {});
  }

  override async delete(key: string): Promise<void> {
    await this.redis.del(prefix + key).catch(() => {});
  }
}
