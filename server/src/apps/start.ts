import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SystemClock } from '../kernel/clock.js';
import { type Config, loadConfig, withDatabase } from '../platform/config/config.js';
import { consoleDirectory, migrationsDirectory } from '../platform/config/paths.js';
import { startEmbeddedPostgres } from '../platform/database/embedded/embedded-postgres.js';
import { migrate } from '../platform/database/migrator.js';
import { serveConsole } from '../platform/http/console.js';
import { createHttpApplication } from '../platform/http/server.js';
import { serveApiPage } from '../platform/http/api-page.js';
import { openTelemetry, type Telemetry } from '../platform/telemetry/telemetry.module.js';

/** Shows how far the start has got. */
export type Progress = (message: string) => void;

/** A Gatehouse that serves requests. */
export interface RunningApp {
  readonly app: NestFastifyApplication;
  readonly config: Config;
  /** Lets requests finish, then ends jobs, connections and the embedded database, in this order. */
  stop(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;
export type ModuleOf = (config: Config, telemetry: Telemetry) => DynamicModule;

/**
 * Starts a database where none is configured, brings it up to date, and serves a module.
 * @throws ConfigError, and what the database says when it cannot start.
 */
export async function startApp(
  moduleOf: ModuleOf,
  environment: Environment,
  progress: Progress,
): Promise<RunningApp> {
  const settings = loadConfig(environment);
  const telemetry = openTelemetry(settings, new SystemClock());
  const database = await openDatabase(settings, progress, telemetry);
  const config = withDatabase(settings, database.url);
  try {
    await migrate(database.url, migrationsDirectory, { onProgress: progress });
    const app = await createHttpApplication(moduleOf(config, telemetry), config, telemetry);
    const fastify = app.getHttpAdapter().getInstance();
    await serveApiPage(fastify);
    await serveConsole(fastify, consoleDirectory);
    await app.listen({ port: config.PORT, host: config.HOST });
    return {
      app,
      config,
      stop: async () => {
        await app.close();
        await database.stop();
        await telemetry.outputs.close();
      },
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function openDatabase(config: Config, onProgress: Progress, { logger }: Telemetry) {
  if (config.DATABASE_URL !== undefined)
    return { url: config.DATABASE_URL, stop: () => Promise.resolve() };
  return startEmbeddedPostgres({
    dataDirectory: config.GATEHOUSE_DATA_DIR,
    onProgress,
    onExit: (reason) => logger.error('The embedded database ended', { reason }),
  });
}
