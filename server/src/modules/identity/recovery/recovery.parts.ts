import type { IdentityParts } from '../identity-parts.js';
import { ForcedResetsService } from './forced-resets.service.js';
import { LeftoversService } from './leftovers.service.js';
import { OpenEndsService } from './open-ends.service.js';
import { OwnRequestsService } from './own-requests.service.js';
import { PasswordChangesService } from './password-changes.service.js';
import { RecoveryController } from './recovery.controller.js';
import { RecoveryService } from './recovery.service.js';
import { RescueService } from './rescue.service.js';
import { SecurityAlertsListener } from './security-alerts.listener.js';

export const recoveryParts: IdentityParts = {
  controllers: [RecoveryController],
  providers: [
    PasswordChangesService,
    RecoveryService,
    SecurityAlertsListener,
    ForcedResetsService,
    RescueService,
    OwnRequestsService,
    LeftoversService,
    OpenEndsService,
  ],
};
