import type { ModuleMetadata } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '../../src/kernel/clock.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { AddressGate } from '../../src/platform/http/address-gate.js';
import { Authenticator, KeyAuthenticator } from '../../src/platform/http/caller.js';
import { closeServer } from '../../src/platform/http/drain.js';
import { IdempotencyService } from '../../src/platform/http/idempotency/idempotency.service.js';
import { ChallengeGate } from '../../src/platform/http/challenge/challenge-gate.js';
import { RateLimiter } from '../../src/platform/http/rate-limiter.js';
import { createHttpApplication } from '../../src/platform/http/server.js';
import {
  openTelemetry,
  type Telemetry,
  TelemetryModule,
} from '../../src/platform/telemetry/telemetry.module.js';

/** A server of some modules, without identity: nobody is signed in and nothing is limited. */
export interface PlatformApp {
  readonly app: NestFastifyApplication;
  readonly telemetry: Telemetry;
  readonly url: string;
  readonly logFolder: string;
  stop(): Promise<void>;
}

class PlatformTestModule {
  readonly name = 'test';
}

/** Starts modules of the platform on a free port. */
export async function startPlatformApp(
  imports: NonNullable<ModuleMetadata['imports']>,
  settings: Record<string, string> = {},
): Promise<PlatformApp> {
  const logFolder = await mkdtemp(join(tmpdir(), 'gatehouse-logs-'));
  const config = loadConfig({
    NODE_ENV: 'test',
    GATEHOUSE_LOG_DIR: logFolder,
    GATEHOUSE_LOG_LEVEL: 'error',
    ...settings,
  });
  const telemetry = openTelemetry(config, new SystemClock());
  const app = await createHttpApplication(
    {
      module: PlatformTestModule,
      imports: [ConfigModule.with(config), TelemetryModule.with(telemetry), ...imports],
      providers: [
        { provide: Authenticator, useValue: { authenticate: () => Promise.resolve(null) } },
        { provide: KeyAuthenticator, useValue: { authenticate: () => Promise.resolve(null) } },
        { provide: AddressGate, useValue: { blockOf: () => null } },
        { provide: ChallengeGate, useValue: {} },
        { provide: RateLimiter, useValue: { check: () => unlimited } },
        { provide: IdempotencyService, useValue: {} },
      ],
    },
    config,
    telemetry,
  );
  await app.listen(0, '127.0.0.1');
  const stop = async () => {
    await closeServer(app);
    await app.close();
    await telemetry.outputs.close();
    await rm(logFolder, { recursive: true });
  };
  return { app, telemetry, url: await app.getUrl(), logFolder, stop };
}

const unlimited = { allowed: true, limit: 1, remaining: 1, resetAfter: 0, retryAfter: 0 };
