import type { IdentityParts } from '../identity-parts.js';
import { ServiceAccountKeysController } from './service-account-keys.controller.js';
import { ServiceAccountKeysService } from './service-account-keys.service.js';
import { ServiceAccountStandingService } from './service-account-standing.service.js';
import { ServiceAccountsController } from './service-accounts.controller.js';
import { ServiceAccountsService } from './service-accounts.service.js';

export const serviceAccountsParts: IdentityParts = {
  controllers: [ServiceAccountsController, ServiceAccountKeysController],
  providers: [ServiceAccountsService, ServiceAccountStandingService, ServiceAccountKeysService],
};
