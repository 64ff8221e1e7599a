import type { IdentityParts } from '../identity-parts.js';
import { LiftingController } from './lifting.controller.js';
import { LiftingService } from './lifting.service.js';
import { LockoutRepository } from './lockout.repository.js';
import { LockoutService } from './lockout.service.js';

export const lockoutParts: IdentityParts = {
  controllers: [LiftingController],
  providers: [LockoutRepository, LockoutService, LiftingService],
};
