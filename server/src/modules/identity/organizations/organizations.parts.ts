import type { IdentityParts } from '../identity-parts.js';
import { AuthorityService } from './authority.service.js';
import { ClosingService } from './closing.service.js';
import { ClosedOrganizationsRepository } from './erasing/closed-organizations.repository.js';
import { ClosingMailsService } from './erasing/closing-mails.service.js';
import { OrganizationDataRepository } from './erasing/organization-data.repository.js';
import { OrganizationErasingService } from './erasing/organization-erasing.service.js';
import { OrganizationErasureJob } from './erasing/organization-erasure.job.js';
import { OrganizationSweepingService } from './erasing/organization-sweeping.service.js';
import { FoundingService } from './founding.service.js';
import { OrganizationSummaryRepository } from './organization-summary.repository.js';
import { OrganizationSummaryService } from './organization-summary.service.js';
import { OrganizationsController } from './organizations.controller.js';
import { OrganizationsRepository } from './organizations.repository.js';
import { OrganizationsService } from './organizations.service.js';

export const organizationsParts: IdentityParts = {
  controllers: [OrganizationsController],
  providers: [
    AuthorityService,
    OrganizationsRepository,
    OrganizationSummaryRepository,
    OrganizationSummaryService,
    OrganizationsService,
    FoundingService,
    ClosingService,
    ClosedOrganizationsRepository,
    OrganizationDataRepository,
    ClosingMailsService,
    OrganizationErasingService,
    OrganizationSweepingService,
    OrganizationErasureJob,
  ],
};
