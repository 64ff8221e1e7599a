import type { IdentityParts } from '../identity-parts.js';
import { AuthorityService } from './authority.service.js';
import { ClosingService } from './closing.service.js';
import { FoundingService } from './founding.service.js';
import { OrganizationSummaryRepository } from './organization-summary.repository.js';
import { OrganizationsController } from './organizations.controller.js';
import { OrganizationsRepository } from './organizations.repository.js';
import { OrganizationsService } from './organizations.service.js';

export const organizationsParts: IdentityParts = {
  controllers: [OrganizationsController],
  providers: [
    AuthorityService,
    OrganizationsRepository,
    OrganizationSummaryRepository,
    OrganizationsService,
    FoundingService,
    ClosingService,
  ],
};
