import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../server/test/harness/database.js';
import { password } from '../harness/api.js';
import { describeWith } from '../../server/test/harness/servers/describe-with.js';
import type { RealServer } from '../../server/test/harness/servers/program.js';
import { startRedis } from '../../server/test/harness/servers/redis.js';
import { Stand } from '../harness/stand.js';
import { eventually } from '../../server/test/harness/waiting/eventually.js';

describeWith('redis-server', 'Redis that dies and forgets', () => {
  let database: TestDatabase;
  let redis: RealServer;
  let stand: Stand;
  beforeAll(async () => {
    redis = await startRedis();
    database = await createTestDatabase();
    stand = await Stand.start(database.url, {
      REDIS_URL: redis.url,
      GATEHOUSE_EVENTS_LOST_AFTER: '3',
    });
  });
  afterAll(async () => {
    await stand?.stop();
    await database?.drop();
    await redis?.remove();
  });

  async function flush(): Promise<void> {
    const client = new Redis(redis.url);
    expect(await client.dbsize()).toBeGreaterThan(0);
    await client.flushall();
    client.disconnect();
  }

  it('attack 20: changes go on, nothing is lost, and what was revoked stays revoked', async () => {
    const { api, token } = stand;
    const [revoked, live] = [
      await api.newPerson('ada@example.com'),
      await api.tokensOf('ada@example.com'),
    ];
    expect((await api.call('POST', '/auth/logout', { token: revoked.access })).status).toBe(204);
    const holds = async () => {
      expect((await api.validate(revoked.access)).status).toBe(401);
      expect((await api.refresh(revoked.refresh)).status).toBe(401);
      expect((await api.validate(live.access)).status).toBe(200);
      expect((await api.validate(token)).status).toBe(200);
      expect((await api.signIn('ada@example.com', password)).status).toBe(200);
      expect((await api.signIn('ada@example.com', 'wrong password 1')).status).toBe(401);
    };
    const checks = async () => {
      const { status, body } = await api.call('GET', '/health/ready');
      return { status, health: body.status, checks: body.checks };
    };
    const journal = stand.journal();
    await journal.start();
    await journal.goOn(1000);
    await redis.kill();
    await expect
      .poll(checks)
      .toMatchObject({ status: 200, health: 'degraded', checks: { redis: { status: 'down' } } });
    await holds();
    await journal.goOn(1000);
    await redis.start();
    await expect
      .poll(checks)
      .toMatchObject({ status: 200, health: 'ok', checks: { redis: { status: 'up' } } });
    await journal.goOn(1000);
    await flush();
    await holds();
    await journal.goOn(1000);
    await journal.stop();
    await journal.reconcile(stand.sql, 60_000);
  });

  it('makes the export of an account that was asked for while its job was lost', async () => {
    const { access: token } = await stand.api.newPerson('export@example.com');
    await redis.kill();
    const asked = await stand.api.call('POST', '/auth/account/export', { token });
    expect(asked.status).toBe(202);
    await redis.start();
    await expect.poll(async () => (await stand.api.call('GET', '/health')).body.status).toBe('ok');
    await eventually(flush);
    // As if the two minutes were over after which a job counts as forgotten.
    await stand.sql(
      `UPDATE identity.account_exports SET requested_at = now() - interval '3 minutes'`,
    );
    const made = async () => {
      const rows = await stand.sql('SELECT made_at FROM identity.account_exports');
      return rows.map((row) => (row as { made_at: Date | null }).made_at !== null);
    };
    await expect.poll(made, { timeout: 90_000, interval: 500 }).toEqual([true]);
  });
});
