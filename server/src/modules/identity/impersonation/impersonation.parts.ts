import type { IdentityParts } from '../identity-parts.js';
import { ActingService } from './acting.service.js';
import { ImpersonationController } from './impersonation.controller.js';
import { ImpersonationService } from './impersonation.service.js';

export const impersonationParts: IdentityParts = {
  controllers: [ImpersonationController],
  providers: [ActingService, ImpersonationService],
};
