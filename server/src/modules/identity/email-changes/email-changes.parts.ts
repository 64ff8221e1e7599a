import type { IdentityParts } from '../identity-parts.js';
import { AddressAuthorityService } from './address-authority.service.js';
import { AddressHandoversService } from './address-handovers.service.js';
import { EmailChangesController } from './email-changes.controller.js';
import { EmailChangesRepository } from './email-changes.repository.js';
import { EmailChangesService } from './email-changes.service.js';
import { EmailConfirmationService } from './email-confirmation.service.js';
import { EmailRestorationService } from './email-restoration.service.js';

export const emailChangesParts: IdentityParts = {
  controllers: [EmailChangesController],
  providers: [
    AddressAuthorityService,
    AddressHandoversService,
    EmailChangesRepository,
    EmailChangesService,
    EmailConfirmationService,
    EmailRestorationService,
  ],
};
