import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SystemClock } from '../kernel/clock.js';
import { type Config, withDatabase } from '../platform/config/config.js';
import { consoleDirectory, migrationsDirectory } from '../platform/config/paths.js';
import { startEmbeddedPostgres } from '../platform/database/embedded/embedded-postgres.js';
import { migrate } from '../platform/database/migrator.js';
import { serveConsole } from '../platform/http/console/console.js';
import { brandingOf } from '../platform/http/console/branding.js';
import { createHttpApplication } from '../platform/http/server.js';
import { drain } from '../platform/http/drain.js';
import { checkPort, missing, refuseToListen } from './obstacles.js';
import { servedModules, serveOnly } from './served-routes.js';
import { serveApiPage } from '../platform/http/api-page.js';
import { SetupService } from '../modules/identity/setup/setup.service.js';
import { openTelemetry, type Telemetry } from '../platform/telemetry/telemetry.module.js';

/** What a start tells, and listens to. */
export interface StartOptions {
  /** Shows how far the start has got. */
  readonly progress: (message: string) => void;
  /** Ends the start where it is; what it started ends before it throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called once, when the embedded database is gone and does not start any more. */
  readonly onLost?: ((reason: string) => void) | undefined;
}

/** A Gatehouse that serves requests. */
export interface RunningApp {
  readonly app: NestFastifyApplication;
  readonly config: Config;
  /** Where the first owner is set up; null once there is one. */
  readonly setupPath: string | null;
  /** Lets requests finish, then ends jobs, connections and the embedded database, in this order. */
  stop(): Promise<void>;
}

export type ModuleOf = (config: Config, telemetry: Telemetry) => DynamicModule;

/**
 * Starts a database where none is configured, brings it up to date, and serves a module.
 * @throws what the database says when it cannot start.
 */
export async function startApp(
  moduleOf: ModuleOf,
  settings: Config,
  options: StartOptions,
): Promise<RunningApp> {
  const { progress: onProgress, signal } = options;
  await checkPort(settings);
  const telemetry = openTelemetry(settings, new SystemClock());
  const database = await openDatabase(settings, options, telemetry);
  const config = withDatabase(settings, database.url);
  let app: NestFastifyApplication | undefined;
  try {
    await migrate(database.url, migrationsDirectory, { onProgress, signal });
    const absent = missing(config);
    app = await createHttpApplication(moduleOf(config, telemetry), config, telemetry);
    signal?.throwIfAborted();
    const setupPath = await prepare(app, config);
    signal?.throwIfAborted();
    for (const line of await absent) onProgress(line);
    await listen(app, config);
    return { app, config, setupPath, stop: stopping(app, database, telemetry) };
  } catch (error) {
    await app?.close();
    await database.stop();
    throw error;
  }
}

const listen = (app: NestFastifyApplication, config: Config): Promise<unknown> =>
  app
    .listen({ port: config.PORT, host: config.HOST })
    .catch((error: unknown) => refuseToListen(error, config));

/** Equips an application with what its app serves. @returns where the first owner is set up. */
async function prepare(app: NestFastifyApplication, config: Config): Promise<string | null> {
  const served = servedModules[config.GATEHOUSE_APP];
  if (served) {
    serveOnly(app, served);
    await app.init();
    return null;
  }
  const fastify = app.getHttpAdapter().getInstance();
  await serveApiPage(fastify);
  await serveConsole(fastify, consoleDirectory, brandingOf(config));
  await app.init();
  // Before anybody can call: whoever came first could otherwise set the installation up.
  return app.get(SetupService).prepare();
}

const stopping =
  (app: NestFastifyApplication, database: { stop(): Promise<void> }, telemetry: Telemetry) =>
  async (): Promise<void> => {
    await drain(app);
    await app.close();
    await database.stop();
    await telemetry.outputs.close();
  };

async function openDatabase(config: Config, options: StartOptions, { logger }: Telemetry) {
  if (config.DATABASE_URL !== undefined)
    return { url: config.DATABASE_URL, stop: () => Promise.resolve() };
  const { progress: onProgress, signal, onLost } = options;
  return startEmbeddedPostgres({
    dataDirectory: config.GATEHOUSE_DATA_DIR,
    onProgress,
    onExit: (reason) =>
      logger.error('The embedded database ended; it is started again', { reason }),
    onLost,
    signal,
  });
}
