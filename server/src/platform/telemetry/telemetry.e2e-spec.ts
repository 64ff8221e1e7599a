import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SystemClock } from '../../kernel/clock.js';
import { type Config, loadConfig } from '../config/config.js';
import { ConfigModule } from '../config/config.module.js';
import { ProblemFilter } from '../http/problem.filter.js';
import { installPipeline } from '../http/pipeline.js';
import { installTelemetry } from './install-telemetry.js';
import { openTelemetry, type Telemetry, TelemetryModule } from './telemetry.module.js';

const token = 'CANARY-metrics-token-91f2';

class TestModule {}

describe('telemetry over HTTP', () => {
  let folder: string;
  let telemetry: Telemetry;
  let app: NestFastifyApplication;

  async function start(settings: Record<string, string> = {}): Promise<void> {
    const config: Config = loadConfig({
      NODE_ENV: 'test',
      GATEHOUSE_LOG_DIR: folder,
      GATEHOUSE_LOG_LEVEL: 'error',
      ...settings,
    });
    telemetry = openTelemetry(config, new SystemClock());
    const trustProxy = config.GATEHOUSE_TRUSTED_PROXIES;
    const adapter = new FastifyAdapter({ trustProxy: trustProxy.length > 0 ? trustProxy : false });
    const module = {
      module: TestModule,
      imports: [ConfigModule.with(config), TelemetryModule.with(telemetry)],
    };
    app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: false });
    const fastify = adapter.getInstance();
    installTelemetry(fastify as never, telemetry.accessLog, telemetry.metrics);
    installPipeline(fastify as never, {
      authenticator: { authenticate: () => Promise.resolve(null) },
      rateLimiter: {
        check: () => {
          throw new Error('unused');
        },
      },
    });
    app.useGlobalFilters(new ProblemFilter(telemetry.logger));
    await app.listen(0, '127.0.0.1');
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'logs-'));
  });
  afterEach(async () => {
    await app.close();
    telemetry.outputs.close();
    rmSync(folder, { recursive: true });
  });

  const get = async (path: string, headers: Record<string, string> = {}) =>
    fetch((await app.getUrl()) + path, { headers });

  it('shows metrics to loopback, and to nobody that a proxy passes on', async () => {
    await start();
    const answer = await get('/metrics');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(await answer.text()).toContain('process_resident_memory_bytes');
    expect((await get('/metrics', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(404);
    expect((await get('/metrics', { forwarded: 'for=203.0.113.9' })).status).toBe(404);
  });

  it('shows metrics to a foreign client only with the token', async () => {
    await start({ METRICS_TOKEN: token, GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1' });
    const foreign = { 'x-forwarded-for': '203.0.113.9' };
    expect((await get('/metrics', foreign)).status).toBe(401);
    expect((await get('/metrics', { ...foreign, authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await get('/metrics', { ...foreign, authorization: `Bearer ${token}` })).status).toBe(
      200,
    );
  });

  it('counts and logs each request once, without its query and without new labels', async () => {
    await start();
    for (let count = 0; count < 50; count++)
      await get(`/no/such/${count}?token=CANARY-query`, { cookie: 'x=CANARY-cookie' });
    const text = await (await get('/metrics')).text();
    expect(text).toContain(
      'http_requests_total{method="GET",route="unmatched",status="404",service="gatehouse"} 50',
    );
    expect(text).toContain(
      'http_errors_total{endpoint="unmatched",code="not_found",service="gatehouse"} 50',
    );
    expect(text).not.toContain('/no/such');
    telemetry.outputs.flushSync();
    const lines = readFileSync(join(folder, 'access.log'), 'utf8').trim().split('\n');
    expect(lines.filter((line) => line.includes('/no/such'))).toHaveLength(50);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      path: '/no/such/0',
      status: 404,
      method: 'GET',
    });
    for (const name of ['access', 'combined', 'error'])
      expect(readFileSync(join(folder, `${name}.log`), 'utf8')).not.toContain('CANARY');
  });
});
