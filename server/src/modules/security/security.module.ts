import { Global, Module } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EventDirectory } from '../../platform/events/event-listener.js';
import { EventsModule } from '../../platform/events/events.module.js';
import { AddressGate } from '../../platform/http/address-gate.js';
import { ChallengeGate } from '../../platform/http/challenge/challenge-gate.js';
import { RateLimiter } from '../../platform/http/rate-limiter.js';
import { PersonalData } from '../identity/account-export/personal-data.port.js';
import { alertParts } from './alerts/alerts.parts.js';
import { challengeParts } from './challenges/challenges.parts.js';
import { detectionParts } from './detections/detections.parts.js';
import { ipBlockParts } from './ip-blocks/ip-blocks.parts.js';
import { loginAttemptParts } from './login-attempts/login-attempts.parts.js';
import { ForgettingService } from './monitor/forgetting.service.js';
import { MonitorController } from './monitor/monitor.controller.js';
import { MonitorListener } from './monitor/monitor.listener.js';
import { PersonalDataRepository } from './monitor/personal-data.repository.js';
import { SecurityMetricsSource } from './monitor/security-metrics.port.js';
import { SecurityMetricsService } from './monitor/security-metrics.service.js';
import { UpkeepJob } from './monitor/upkeep.job.js';
import { placeParts } from './places/places.parts.js';
import { rateLimitParts } from './rate-limits/rate-limits.parts.js';

/** Who is kept out: rate limits, blocked addresses, and the monitor that watches the sign-ins. */
@Global()
@Module({
  imports: [EventsModule.forModule('security')],
  controllers: [
    ...loginAttemptParts.controllers,
    ...ipBlockParts.controllers,
    ...detectionParts.controllers,
    ...placeParts.controllers,
    ...alertParts.controllers,
    MonitorController,
  ],
  providers: [
    ...rateLimitParts.providers,
    ...challengeParts.providers,
    ...loginAttemptParts.providers,
    ...ipBlockParts.providers,
    ...detectionParts.providers,
    ...placeParts.providers,
    ...alertParts.providers,
    ForgettingService,
    PersonalDataRepository,
    MonitorListener,
    UpkeepJob,
    { provide: SecurityMetricsSource, useClass: SecurityMetricsService },
  ],
  exports: [RateLimiter, AddressGate, ChallengeGate, SecurityMetricsSource],
})
export class SecurityModule {
  constructor(
    directory: EventDirectory,
    listener: MonitorListener,
    personalData: PersonalData,
    repository: PersonalDataRepository,
    database: Database,
  ) {
    directory.register(listener);
    personalData.register((person) => repository.sections(database.connection, person));
  }
}
