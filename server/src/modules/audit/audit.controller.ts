import { Controller } from '@nestjs/common';
import { auditRoutes } from '@gatehouse/contracts/audit';
import { type Input, Route } from '../../platform/http/route.decorator.js';
import { AuditService } from './audit.service.js';

@Controller()
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Route(auditRoutes.list)
  list({ caller, query }: Input<typeof auditRoutes.list>) {
    return this.audit.list(caller, query);
  }
}
