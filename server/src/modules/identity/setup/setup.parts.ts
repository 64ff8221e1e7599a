import type { IdentityParts } from '../identity-parts.js';
import { SetupController } from './setup.controller.js';
import { SetupService } from './setup.service.js';

export const setupParts: IdentityParts = {
  controllers: [SetupController],
  providers: [SetupService],
};
