import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../server/test/harness/database.js';
import type { Api, Tokens } from './harness/api.js';
import { startTwoInstances, type TwoInstances } from './harness/instances.js';
import { findProgram, type RealServer } from '../server/test/harness/servers/program.js';
import { startRedis } from '../server/test/harness/servers/redis.js';
import { TestSocket } from './harness/sockets.js';

const missing = findProgram('redis-server') === null;
if (missing) {
  // oxlint-disable-next-line no-console -- a skipped test must be heard of
  console.warn('SKIPPED: sockets over Redis need redis-server');
}

describe.skipIf(missing)('sockets of two instances with Redis', () => {
  let redis: RealServer;
  let instances: TwoInstances;
  let staff: Tokens;
  let watchers: TestSocket[];

  beforeAll(async () => {
    redis = await startRedis();
    instances = await startTwoInstances(await createTestDatabase(), { REDIS_URL: redis.url });
    const owner = await instances.left.setUp(instances.setupUrl, 'ada@example.com');
    staff = await instances.left.turnOnTotp(owner.access);
    watchers = [];
    for (const { url } of [instances.left, instances.right]) {
      const watcher = await TestSocket.open(url, staff.access);
      expect((await watcher.send('join:monitoring')).ok).toBe(true);
      watchers.push(watcher);
    }
  });

  afterAll(async () => {
    for (const watcher of watchers ?? []) watcher.close();
    await instances?.stop();
    await redis?.remove();
  });

  /** Fails to sign in at each instance in turn, and waits until every socket was told of it, once. */
  async function attempt(prefix: string): Promise<void> {
    for (let number = 0; number < 6; number += 1) {
      const at = number % 2 === 0 ? instances.left : instances.right;
      await at.signIn(`${prefix}-${number}@example.com`, 'wrong');
    }
    for (const watcher of watchers) {
      const seen = () =>
        watcher
          .of('monitoring:login-attempt')
          .filter(({ identifier }) => identifier?.startsWith(prefix));
      await expect.poll(() => seen().length).toBe(6);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(seen()).toHaveLength(6);
    }
  }

  it('are all told, each once', () => attempt('first'));

  it('are told again once Redis, which was killed, is back', async () => {
    await redis.kill();
    await instances.left.signIn('meanwhile@example.com', 'wrong');
    await redis.start();
    await attempt('second');
  });

  it('attack 20: are closed with their session while Redis is away', async () => {
    const { access } = await instances.left.newPerson('leaver@example.com');
    const socket = await TestSocket.open(instances.right.url, access);
    await redis.kill();
    try {
      await instances.left.call('POST', '/auth/logout', { token: access });
      await expect.poll(() => socket.connected).toBe(false);
    } finally {
      await redis.start();
      socket.close();
    }
    for (const instance of [instances.left, instances.right])
      await expect.poll(() => redisOf(instance)).toBe('up');
  });
});

async function redisOf(instance: Api): Promise<string | undefined> {
  const { body } = await instance.call('GET', '/health');
  return (body.checks as Record<string, { status: string }>).redis?.status;
}
