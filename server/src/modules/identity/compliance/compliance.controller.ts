import { Controller } from '@nestjs/common';
import { complianceRoutes } from '@gatehouse/contracts/compliance/people';
import { csvType } from '@gatehouse/contracts/media-types';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { ComplianceExportService } from './compliance-export.service.js';
import { ComplianceService } from './compliance.service.js';

@Controller()
export class ComplianceController {
  constructor(
    private readonly compliance: ComplianceService,
    private readonly exports: ComplianceExportService,
  ) {}

  @Route(complianceRoutes.summary)
  summary({ caller }: Input<typeof complianceRoutes.summary>) {
    return this.compliance.summarize(caller);
  }

  @Route(complianceRoutes.keys)
  keys({ caller, query }: Input<typeof complianceRoutes.keys>) {
    return this.compliance.listKeys(caller, query.finding, query.limit, query.cursor);
  }

  @Route(complianceRoutes.export)
  export({ caller, reply }: Input<typeof complianceRoutes.export>) {
    void reply
      .header('content-type', `${csvType}; charset=utf-8`)
      .header('content-disposition', 'attachment; filename="compliance.csv"');
    return this.exports.read(caller);
  }
}
