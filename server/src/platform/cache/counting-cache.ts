import type { Metrics } from '../telemetry/metrics.js';
import { Cache } from './cache.js';

/** Counts what a cache knew and what it did not (S3-127). */
export class CountingCache extends Cache {
  private readonly hit: (values: Record<never, string>) => void;
  private readonly miss: (values: Record<never, string>) => void;

  constructor(
    private readonly cache: Cache,
    metrics: Metrics,
  ) {
    super();
    this.hit = metrics.counter('cache_hits', 'Values that the cache had', []);
    this.miss = metrics.counter('cache_misses', 'Values that the cache did not have', []);
  }

  override async get(key: string): Promise<unknown> {
    const value = await this.cache.get(key);
    (value === undefined ? this.miss : this.hit)({});
    return value;
  }

  override set(key: string, value: unknown, lifetime: number): Promise<void> {
    return this.cache.set(key, value, lifetime);
  }

  override delete(key: string): Promise<void> {
    return this.cache.delete(key);
  }
}
