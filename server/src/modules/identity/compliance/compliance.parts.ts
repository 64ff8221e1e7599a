import type { IdentityParts } from '../identity-parts.js';
import { ComplianceExportService } from './compliance-export.service.js';
import { ComplianceController } from './compliance.controller.js';
import { ComplianceRepository } from './compliance.repository.js';
import { ComplianceService } from './compliance.service.js';

export const complianceParts: IdentityParts = {
  controllers: [ComplianceController],
  providers: [ComplianceRepository, ComplianceService, ComplianceExportService],
};
