import { Module } from '@nestjs/common';
import { EventDirectory } from '../../platform/events/event-listener.js';
import { AuditErasureService } from './audit-erasure.service.js';
import { AuditController } from './audit.controller.js';
import { AuditListener } from './audit.listener.js';
import { AuditRepository } from './audit.repository.js';
import { AuditService } from './audit.service.js';
import { AuditTrailService } from './audit-trail.service.js';

/** What happened: every event, append-only and hash-chained. */
@Module({
  controllers: [AuditController],
  providers: [AuditErasureService, AuditRepository, AuditTrailService, AuditService, AuditListener],
})
export class AuditModule {
  constructor(directory: EventDirectory, listener: AuditListener) {
    directory.register(listener);
  }
}
