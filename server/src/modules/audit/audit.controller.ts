import { Controller } from '@nestjs/common';
import { auditRoutes } from '@gatehouse/contracts/audit';
import { csvType, jsonLinesType } from '@gatehouse/contracts/media-types';
import { type Input, Route } from '../../platform/http/route.decorator.js';
import { AuditService } from './audit.service.js';
import { AuditExportService } from './export/audit-export.service.js';
import { VerificationsService } from './verification/verifications.service.js';

@Controller()
export class AuditController {
  constructor(
    private readonly audit: AuditService,
    private readonly exports: AuditExportService,
    private readonly verifications: VerificationsService,
  ) {}

  @Route(auditRoutes.list)
  list({ caller, query }: Input<typeof auditRoutes.list>) {
    return this.audit.list(caller, query);
  }

  @Route(auditRoutes.export)
  export({ caller, query, reply }: Input<typeof auditRoutes.export>) {
    const { format, ...filter } = query;
    const type = format === 'csv' ? `${csvType}; charset=utf-8` : jsonLinesType;
    void reply
      .header('content-type', type)
      .header('content-disposition', `attachment; filename="audit-trail.${format}"`);
    return this.exports.read(caller, format, filter);
  }

  @Route(auditRoutes.verify)
  verify({ caller }: Input<typeof auditRoutes.verify>) {
    return this.verifications.start(caller);
  }

  @Route(auditRoutes.verification)
  verification({ caller, params }: Input<typeof auditRoutes.verification>) {
    return this.verifications.get(caller, params.id);
  }
}
