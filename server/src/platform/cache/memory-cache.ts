import { LRUCache } from 'lru-cache';
import { Cache } from './cache.js';

/** Characters of JSON that are kept at most. */
const mostCharacters = 16 * 2 ** 20;

/** Keeps values in this process; the longest unused go first. */
export class MemoryCache extends Cache {
  // As text, so that nobody changes what others get.
  private readonly values = new LRUCache<string, string>({
    maxSize: mostCharacters,
    sizeCalculation: (text, key) => text.length + key.length,
  });

  override async get(key: string): Promise<unknown> {
    const text = this.values.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  override async set(key: string, value: unknown, lifetime: number): Promise<void> {
    this.values.set(key, JSON.stringify(value), { ttl: lifetime });
  }

  override async delete(key: string): Promise<void> {
    this.values.delete(key);
  }
}
