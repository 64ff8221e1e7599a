import { expect, it } from 'vitest';
import { PrometheusMetrics } from '../telemetry/prometheus-metrics.js';
import { CountingCache } from './counting-cache.js';
import { MemoryCache } from './memory-cache.js';

it('counts what the cache had and what it had not', async () => {
  const metrics = new PrometheusMetrics({ service: 'test', process: false });
  const cache = new CountingCache(new MemoryCache(), metrics);
  const make = () => Promise.resolve('made');
  for (let time = 0; time < 3; time += 1)
    expect(await cache.remember('key', 60_000, make)).toBe('made');
  await cache.delete('key');
  expect(await cache.get('key')).toBeUndefined();
  const { text } = await metrics.exposition();
  expect(text).toMatch(/^cache_hits\{.*\} 2$/m);
  expect(text).toMatch(/^cache_misses\{.*\} 2$/m);
});
