import { LRUCache } from 'lru-cache';
import { Cache } from './cache.js';

/** Most values that one process keeps. */
const mostValues = 10_000;

/** Keeps values in the process's own memory. */
export class MemoryCache extends Cache {
  private readonly values = new LRUCache<string, string>({ max: mostValues });

  get(key: string): Promise<unknown> {
    const kept = this.values.get(key);
    return Promise.resolve(kept === undefined ? undefined : JSON.parse(kept));
  }

  set(key: string, value: unknown, keepFor: number): Promise<void> {
    this.values.set(key, JSON.stringify(value), { ttl: keepFor });
    return Promise.resolve();
  }
}
