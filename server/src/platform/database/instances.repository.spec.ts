import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { type Config, loadConfig, withDatabase } from '../config/config.js';
import type { Logger } from '../telemetry/logger.js';
import { Instances } from './instances.js';

describe('Instances', () => {
  let created: TestDatabase;
  let running: Instances[];
  let warnings: string[];

  beforeEach(async () => {
    created = await createTestDatabase({ empty: true });
    running = [];
    warnings = [];
  });
  afterEach(async () => {
    for (const instance of running) await instance.onModuleDestroy();
    await created.drop();
  });

  const embedded = (): Config => withDatabase(loadConfig({ NODE_ENV: 'test' }), created.url);
  const external = (more: Record<string, string> = {}): Config =>
    loadConfig({ NODE_ENV: 'test', DATABASE_URL: created.url, ...more });
  async function start(config: Config): Promise<Instances> {
    const silent = () => {};
    const warn = (message: string) => void warnings.push(message);
    const logger: Logger = { error: silent, warn, info: silent, debug: silent };
    const instance = new Instances(config, logger);
    running.push(instance);
    await instance.onModuleInit();
    return instance;
  }

  it('knows that the one with the embedded database is alone', async () => {
    const only = await start(embedded());
    expect(only.soleTerm).toBeGreaterThan(0);
  });

  it('never claims it of one with an external database', async () => {
    const only = await start(external());
    expect(only.soleTerm).toBe(0);
  });

  it('lets nobody in before the one that was alone knows, and says so', async () => {
    const first = await start(embedded());
    const second = await start(external());
    expect(first.soleTerm).toBe(0);
    expect(second.soleTerm).toBe(0);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^Another instance shares the database/);
  });

  it('warns with an external database too, once, and not where limits count together', async () => {
    await start(external());
    await start(external());
    await expect.poll(() => warnings).toHaveLength(1);
    await start(external());
    // The second one meets somebody for the first time.
    await expect.poll(() => warnings).toHaveLength(2);
    expect(warnings[0]).toContain('REDIS_URL');
    for (const instance of running.splice(0)) await instance.onModuleDestroy();
    warnings = [];
    const together = external({ REDIS_URL: 'redis://127.0.0.1:1' });
    await start(together);
    await start(together);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(warnings).toEqual([]);
  });

  it('is not alone beside a worker, which counts no requests that it could warn of', async () => {
    const first = await start(embedded());
    const shared = {
      PUBLIC_URL: 'http://localhost:9',
      GATEHOUSE_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
    };
    await start(external({ GATEHOUSE_APP: 'worker', ...shared }));
    expect(first.soleTerm).toBe(0);
    expect(warnings).toEqual([]);
    await start(external({ GATEHOUSE_APP: 'api', ...shared }));
    await expect.poll(() => warnings).toHaveLength(1);
  });

  it('is not alone beside one that was there before', async () => {
    await start(external());
    const second = await start(embedded());
    expect(second.soleTerm).toBe(0);
  });

  it('begins a new term when its connection was lost: changes may have been missed', async () => {
    const only = await start(embedded());
    const before = only.soleTerm;
    const client = new pg.Client({ connectionString: created.url });
    await client.connect();
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%-instance'`,
    );
    await client.end();
    await expect.poll(() => only.soleTerm).toBe(0);
    await expect.poll(() => only.soleTerm).toBeGreaterThan(before);
  });
});
