import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { DynamicModule } from '@nestjs/common';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { type PlatformApp, startPlatformApp } from '../../../test/harness/platform-app.js';
import { HealthModule } from '../health/health.module.js';
import { SmtpCheck } from './smtp.check.js';
import { SmtpTransport } from './smtp-transport.js';

class CheckedModule {
  readonly name = 'checked';
}
const checked: DynamicModule = { module: CheckedModule, providers: [SmtpTransport, SmtpCheck] };

describe('health of the mail server', () => {
  let server: PlatformApp | undefined;
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  const healthWith = async (settings: Record<string, string>) => {
    server = await startPlatformApp([HealthModule, checked], settings);
    const answer = await fetch(`${server.url}/health/ready`);
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  it('tells that it answers, and its latency', async () => {
    const smtp = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'] });
    smtp.listen(0, '127.0.0.1');
    await once(smtp.server, 'listening');
    const { port } = smtp.server.address() as AddressInfo;
    const { status, body } = await healthWith({ SMTP_URL: `smtp://127.0.0.1:${port}` });
    await new Promise<void>((resolve) => smtp.close(resolve));
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'ok', checks: { smtp: { status: 'up' } } });
    const { latencyMs } = (body.checks as { smtp: { latencyMs: number } }).smtp;
    expect(latencyMs).toBeGreaterThan(0);
  });

  it('is degraded and stays ready while it is away, and says no more', async () => {
    const { status, body } = await healthWith({ SMTP_URL: 'smtp://user:CANARY@127.0.0.1:9' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'degraded', checks: { smtp: { status: 'down' } } });
    expect(JSON.stringify(body)).not.toMatch(/CANARY|127\.0\.0\.1/);
  });

  it('is not asked for where there is none', async () => {
    const { body } = await healthWith({});
    expect(body).toMatchObject({ status: 'ok', checks: {} });
  });
});
