import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SystemClock } from '../../kernel/clock.js';
import { loadConfig, withDatabase } from '../../platform/config/config.js';
import { environment } from '../../platform/config/environment.js';
import { migrationsDirectory } from '../../platform/config/paths.js';
import { migrate } from '../../platform/database/migrator.js';
import { createHttpApplication } from '../../platform/http/server.js';
import { openTelemetry } from '../../platform/telemetry/telemetry.module.js';
import { AllModule } from '../all.js';
import { reachDatabase } from '../reach-database.js';

/**
 * Does something with the services of the product, over the database of the installation, whether
 * or not a server runs on it. Nothing of the server itself begins: no port, no jobs, no relay. What
 * is left to jobs is done by the next server that runs.
 */
export async function withServices<T>(
  work: (services: NestFastifyApplication) => Promise<T>,
): Promise<T> {
  // Its standard output is for results.
  const settings = loadConfig({ ...environment, GATEHOUSE_LOG_LEVEL: 'error' });
  const database = await reachDatabase(settings);
  const telemetry = openTelemetry(settings, new SystemClock());
  try {
    await migrate(database.url, migrationsDirectory);
    const config = withDatabase(settings, database.url);
    const services = await createHttpApplication(
      AllModule.with(config, telemetry),
      config,
      telemetry,
    );
    try {
      return await work(services);
    } finally {
      await services.close();
    }
  } finally {
    await database.stop();
    await telemetry.outputs.close();
  }
}
