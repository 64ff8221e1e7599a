import { Global, Module } from '@nestjs/common';
import { DatabaseCheck } from './database.check.js';
import { Draining } from './draining.js';
import { HealthChecks } from './health-check.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';

/** Health, liveness and readiness; modules add checks to `HealthChecks`. */
@Global()
@Module({
  controllers: [HealthController],
  providers: [
    Draining,
    HealthService,
    { provide: HealthChecks, useExisting: HealthService },
    DatabaseCheck,
  ],
  exports: [HealthChecks, Draining],
})
export class HealthModule {}
