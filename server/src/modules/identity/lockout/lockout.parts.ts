import type { IdentityParts } from '../identity-parts.js';
import { LockoutRepository } from './lockout.repository.js';
import { LockoutService } from './lockout.service.js';

export const lockoutParts: IdentityParts = {
  controllers: [],
  providers: [LockoutRepository, LockoutService],
};
