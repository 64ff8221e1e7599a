import type { IdentityParts } from '../identity-parts.js';
import { AccountExportController } from './account-export.controller.js';
import { AccountExportJob } from './account-export.job.js';
import { AccountExportService } from './account-export.service.js';
import { AccountExportsRepository } from './account-exports.repository.js';
import { ExportFilesService } from './files/export-files.service.js';
import { PageRenderer } from './files/page-renderer.js';
import { HandoverService } from './handover.service.js';
import { IdentityDataRepository } from './identity-data.repository.js';
import { PersonalData } from './personal-data.port.js';
import { PersonalDataService } from './personal-data.service.js';

export const accountExportParts: IdentityParts = {
  controllers: [AccountExportController],
  providers: [
    AccountExportsRepository,
    IdentityDataRepository,
    PersonalDataService,
    { provide: PersonalData, useExisting: PersonalDataService },
    PageRenderer,
    ExportFilesService,
    HandoverService,
    AccountExportJob,
    AccountExportService,
  ],
};
