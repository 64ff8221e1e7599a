import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { TestClock } from '../../../../test/harness/events.js';
import { seconds } from '../../../kernel/clock.js';
import { loadConfig } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { PrometheusMetrics } from '../../../platform/telemetry/prometheus-metrics.js';
import { LockoutRepository } from './lockout.repository.js';
import { LockoutService } from './lockout.service.js';

describe('LockoutService (G10)', () => {
  let created: TestDatabase;
  let pool: pg.Pool;
  let clock: TestClock;
  let database: Database;
  let lockout: LockoutService;
  let metrics: PrometheusMetrics;

  beforeEach(async () => {
    created = await createTestDatabase();
    pool = new pg.Pool({ connectionString: created.url });
    database = new Database(pool);
    clock = new TestClock();
    metrics = new PrometheusMetrics({ service: 'test', process: false });
    const config = loadConfig({ NODE_ENV: 'test' });
    lockout = new LockoutService(new LockoutRepository(), config, clock, metrics);
  });
  afterEach(async () => {
    await pool.end();
    await created.drop();
  });

  const fail = (key = 'ada') => lockout.countFailure(database.connection, key, 'password');
  /** Seconds until the next attempt may be made. */
  async function wait(key = 'ada'): Promise<number> {
    const error = await lockout
      .assertNotDelayed(database.connection, key, 'password')
      .catch((thrown: { options: { retryAfter: number } }) => thrown);
    return error ? error.options.retryAfter : 0;
  }

  it('delays after five failures: 30 s, doubling up to 15 minutes, and never for good', async () => {
    for (let failure = 0; failure < 4; failure += 1) await fail();
    expect(await wait()).toBe(0);
    const waits: number[] = [];
    for (let failure = 0; failure < 8; failure += 1) {
      await fail();
      waits.push(await wait());
      clock.ahead += seconds(waits.at(-1) ?? 0) + 1;
      expect(await wait()).toBe(0);
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
  });

  it('counts no more of many failures at once than the limit', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => fail()));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await wait()).toBe(30);
    const { text } = await metrics.exposition();
    expect(text).toContain('lockouts_total{proof="password",service="test"} 1');
  });

  it('forgets the failures after a success', async () => {
    for (let failure = 0; failure < 4; failure += 1) await fail();
    await lockout.clear(database.connection, 'ada', 'password');
    for (let failure = 0; failure < 4; failure += 1) await fail();
    expect(await wait()).toBe(0);
  });

  it('counts passwords and codes apart', async () => {
    for (let failure = 0; failure < 5; failure += 1) await fail();
    await expect(
      lockout.assertNotDelayed(database.connection, 'ada', 'code'),
    ).resolves.toBeUndefined();
  });

  it('counts a person at a known address, elsewhere, and an unknown name apart', () => {
    const keys = [
      { userId: 'u1', identifier: 'ada', knownPlace: '192.0.2.1' },
      { userId: 'u1', identifier: 'ada', knownPlace: null },
      { userId: null, identifier: 'ada', knownPlace: null },
      { userId: null, identifier: 'bob', knownPlace: null },
    ].map((subject) => lockout.keyOf(subject));
    expect(new Set(keys).size).toBe(4);
    expect(keys[2]).not.toContain('ada');
  });
});
