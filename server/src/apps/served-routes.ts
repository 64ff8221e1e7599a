import type { Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../platform/config/config.js';
import { HealthModule } from '../platform/health/health.module.js';
import { TelemetryModule } from '../platform/telemetry/telemetry.module.js';
import { NotificationsModule } from '../modules/notifications/notifications.module.js';

const everyApp = [HealthModule, TelemetryModule];

/**
 * Modules whose routes an app serves, where that is not all. Every app is made of all modules,
 * which share one database; whose background work it does stands in `platform/config/apps`.
 */
export const servedModules: Readonly<Partial<Record<Config['GATEHOUSE_APP'], readonly Type[]>>> = {
  worker: everyApp,
  notifications: [...everyApp, NotificationsModule],
};

/**
 * Leaves out the routes of all other modules. They are not registered at all, so no spelling of a
 * path reaches them. Call it before the application is initialized.
 */
export function serveOnly(app: NestFastifyApplication, modules: readonly Type[]): void {
  for (const module of app.get(ModulesContainer).values())
    if (!modules.includes(module.metatype)) module.controllers.clear();
}
