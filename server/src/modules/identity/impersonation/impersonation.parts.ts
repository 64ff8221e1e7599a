import type { IdentityParts } from '../identity-parts.js';
import { ImpersonationController } from './impersonation.controller.js';
import { ImpersonationService } from './impersonation.service.js';

export const impersonationParts: IdentityParts = {
  controllers: [ImpersonationController],
  providers: [ImpersonationService],
};
