import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { describeWith } from '../../../test/harness/servers/describe-with.js';
import type { RealServer } from '../../../test/harness/servers/program.js';
import { startRedis } from '../../../test/harness/servers/redis.js';
import type { Cache } from './cache.js';
import { MemoryCache } from './memory-cache.js';
import { RedisCache } from './redis-cache.js';
import { eventually } from '../../../test/harness/waiting/eventually.js';

const behaviour = (open: () => Cache) => {
  it('gives back what was set, until it is deleted', async () => {
    const cache = open();
    await cache.set('templates:welcome:v1', { subject: 'Hello', parts: [1, null] }, 10_000);
    expect(await cache.get('templates:welcome:v1')).toEqual({ subject: 'Hello', parts: [1, null] });
    expect(await cache.get('templates:welcome:v2')).toBeUndefined();
    await cache.delete('templates:welcome:v1');
    expect(await cache.get('templates:welcome:v1')).toBeUndefined();
  });

  it('forgets a value when its time is over', async () => {
    const cache = open();
    await cache.set('a', 1, 150);
    expect(await cache.get('a')).toBe(1);
    await eventually(async () => expect(await cache.get('a')).toBeUndefined());
  });

  it('makes a value once, and remembers it', async () => {
    const cache = open();
    const make = vi.fn(async () => ['made']);
    expect(await cache.remember('b', 10_000, make)).toEqual(['made']);
    expect(await cache.remember('b', 10_000, make)).toEqual(['made']);
    expect(make).toHaveBeenCalledTimes(1);
  });
};

describe('the cache in memory', () => {
  behaviour(() => new MemoryCache());

  it('keeps values as they were set, whatever becomes of what was given', async () => {
    const cache = new MemoryCache();
    const list = ['one'];
    await cache.set('list', list, 10_000);
    list.push('two');
    expect(await cache.get('list')).toEqual(['one']);
  });
});

describeWith('redis-server', 'the cache in Redis', () => {
  let server: RealServer;
  const clients: Redis[] = [];
  beforeAll(async () => {
    server = await startRedis();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.disconnect();
  });
  afterAll(() => server?.remove());

  const open = () => {
    const client = new Redis(server.url, { maxRetriesPerRequest: 0 });
    client.on('error', () => {});
    clients.push(client);
    return new RedisCache(client);
  };
  behaviour(open);

  it('is empty while Redis is away, and fails nobody', async () => {
    const cache = open();
    await cache.set('kept', 1, 60_000);
    await server.kill();
    expect(await cache.get('kept')).toBeUndefined();
    await cache.set('lost', 1, 60_000);
    await cache.delete('kept');
    expect(await cache.remember('made', 60_000, async () => 2)).toBe(2);
    await server.start();
    await eventually(async () => {
      await cache.set('again', 1, 60_000);
      expect(await cache.get('again')).toBe(1);
    });
    expect(await cache.get('kept')).toBeUndefined();
  });
});
