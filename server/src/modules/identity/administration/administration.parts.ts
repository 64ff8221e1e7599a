import type { IdentityParts } from '../identity-parts.js';
import { AdministrationController } from './administration.controller.js';
import { BulkService } from './bulk.service.js';
import { FactorRemovalService } from './factor-removal.service.js';
import { FactorResetsService } from './factor-resets.service.js';
import { MemberKeysService } from './member-keys.service.js';
import { MemberSessionsService } from './member-sessions.service.js';
import { PasswordResetsService } from './password-resets.service.js';

export const administrationParts: IdentityParts = {
  controllers: [AdministrationController],
  providers: [
    PasswordResetsService,
    FactorRemovalService,
    FactorResetsService,
    MemberKeysService,
    MemberSessionsService,
    BulkService,
  ],
};
