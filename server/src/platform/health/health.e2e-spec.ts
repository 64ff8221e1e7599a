import { afterEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { type PlatformApp, startPlatformApp } from '../../../test/harness/platform-app.js';
import { DatabaseModule } from '../database/database.module.js';
import { Draining } from './draining.js';
import { HealthChecks } from './health-check.js';
import { HealthModule } from './health.module.js';

describe('health', () => {
  let server: PlatformApp | undefined;
  let database: TestDatabase | undefined;

  afterEach(async () => {
    await server?.stop();
    await database?.drop();
    server = database = undefined;
  });

  const start = async (modules: unknown[] = [], settings = {}) => {
    server = await startPlatformApp([...(modules as []), HealthModule], settings);
    return server;
  };
  const get = async (path: string) => {
    const answer = await fetch(`${server?.url}${path}`);
    return { answer, body: (await answer.json()) as Record<string, unknown> };
  };

  it.each(['/health', '/api/health', '/api/v1/health'])(
    'tells at %s the database and its latency',
    async (path) => {
      database = await createTestDatabase();
      await start([DatabaseModule], { DATABASE_URL: database.url });
      const { answer, body } = await get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toContain('max-age=5');
      expect(body).toMatchObject({ status: 'ok', checks: { database: { status: 'up' } } });
      expect(typeof (body.checks as { database: { latencyMs: unknown } }).database.latencyMs).toBe(
        'number',
      );
    },
  );

  it('answers 503 with the same body, and no host or reason, when the database is away', async () => {
    database = await createTestDatabase();
    await start([DatabaseModule], { DATABASE_URL: database.url });
    await database.drop();
    for (const path of ['/health', '/ready', '/health/ready', '/api/health/ready']) {
      const { answer, body } = await get(path);
      expect(answer.status).toBe(503);
      expect(body).toMatchObject({ status: 'down', checks: { database: { status: 'down' } } });
      expect(JSON.stringify(body)).not.toMatch(/127\.0\.0\.1|localhost|exist|test_/);
    }
    for (const path of ['/live', '/health/live', '/api/health/live', '/api/v1/health/live'])
      expect((await get(path)).answer.status).toBe(200);
  });

  it('is degraded, and still ready, without something that is not critical', async () => {
    const { app } = await start();
    app.get(HealthChecks).add({
      name: 'mail',
      critical: false,
      check: () => Promise.reject(new Error('smtp://user:CANARY@host')),
    });
    const { answer, body } = await get('/ready');
    expect(answer.status).toBe(200);
    expect(body.status).toBe('degraded');
    expect(JSON.stringify(body)).not.toContain('CANARY');
  });

  it('says that it is not ready while it stops', async () => {
    const { app } = await start();
    app.get(Draining).begin();
    expect((await get('/ready')).answer.status).toBe(503);
    expect((await get('/live')).answer.status).toBe(200);
  });

  it('uses an answer again for as long as its check says, with the latency of that time', async () => {
    const { app } = await start();
    let asked = 0;
    const check = async () => void (asked += 1);
    const checks = app.get(HealthChecks);
    checks.add({ name: 'dear', critical: false, freshFor: 60_000, check });
    const first = (await get('/health')).body;
    // Another check to ask begins another round.
    checks.add({ name: 'cheap', critical: false, check: async () => undefined });
    const second = (await get('/health')).body;
    expect(asked).toBe(1);
    expect(second.checks).toMatchObject(first.checks as object);
    expect(second.checks).toHaveProperty('cheap');
  });

  it('asks once for many probes, and does not wait for a check that hangs', async () => {
    const { app } = await start();
    let asked = 0;
    app.get(HealthChecks).add({
      name: 'slow',
      critical: true,
      check: () => {
        asked += 1;
        return new Promise(() => undefined);
      },
    });
    const begun = performance.now();
    const answers = await Promise.all(Array.from({ length: 50 }, () => get('/ready')));
    expect(answers.map(({ answer }) => answer.status)).toEqual(Array(50).fill(503));
    expect(performance.now() - begun).toBeLessThan(5000);
    await get('/ready');
    expect(asked).toBe(1);
  });
});
