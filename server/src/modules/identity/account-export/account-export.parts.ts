import type { IdentityParts } from '../identity-parts.js';
import { AccountExportController } from './account-export.controller.js';
import { AccountExportService } from './account-export.service.js';
import { AccountExportsRepository } from './account-exports.repository.js';

export const accountExportParts: IdentityParts = {
  controllers: [AccountExportController],
  providers: [AccountExportsRepository, AccountExportService],
};
