import { Module } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EventDirectory } from '../../platform/events/event-listener.js';
import { EventsModule } from '../../platform/events/events.module.js';
import { PersonalData } from '../identity/account-export/personal-data.port.js';
import { ActivityController } from './activity/activity.controller.js';
import { ActivityService } from './activity/activity.service.js';
import { AuditController } from './audit.controller.js';
import { AuditListener } from './audit.listener.js';
import { AuditRepository } from './audit.repository.js';
import { AuditService } from './audit.service.js';
import { AuditTrailService } from './audit-trail.service.js';
import { TrailComplianceController } from './compliance/trail-compliance.controller.js';
import { TrailComplianceService } from './compliance/trail-compliance.service.js';
import { TrailErasureRepository } from './erasure/trail-erasure.repository.js';
import { AuditExportService } from './export/audit-export.service.js';
import { PersonalDataRepository } from './personal-data.repository.js';
import { RetentionRepository } from './retention/retention.repository.js';
import { RetentionService } from './retention/retention.service.js';
import { VerificationsJob } from './verification/verifications.job.js';
import { VerificationsRepository } from './verification/verifications.repository.js';
import { VerificationsService } from './verification/verifications.service.js';

/** What happened: every event, append-only and hash-chained. */
@Module({
  imports: [EventsModule.forModule('audit')],
  controllers: [AuditController, ActivityController, TrailComplianceController],
  providers: [
    TrailErasureRepository,
    AuditRepository,
    AuditTrailService,
    AuditService,
    ActivityService,
    AuditListener,
    AuditExportService,
    PersonalDataRepository,
    RetentionRepository,
    RetentionService,
    VerificationsRepository,
    VerificationsJob,
    VerificationsService,
    TrailComplianceService,
  ],
})
export class AuditModule {
  constructor(
    directory: EventDirectory,
    listener: AuditListener,
    personalData: PersonalData,
    repository: PersonalDataRepository,
    database: Database,
  ) {
    directory.register(listener);
    personalData.register((person) => repository.sections(database.connection, person));
  }
}
