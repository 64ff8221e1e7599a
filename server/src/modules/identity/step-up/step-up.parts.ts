import type { IdentityParts } from '../identity-parts.js';
import { CodeProofsService } from './code-proofs.service.js';
import { StepUpController } from './step-up.controller.js';
import { StepUpService } from './step-up.service.js';

export const stepUpParts: IdentityParts = {
  controllers: [StepUpController],
  providers: [StepUpService, CodeProofsService],
};
