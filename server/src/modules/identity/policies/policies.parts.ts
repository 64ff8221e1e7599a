import type { IdentityParts } from '../identity-parts.js';
import { PoliciesController } from './policies.controller.js';
import { PoliciesRepository } from './policies.repository.js';
import { StrongProofsService } from './strong-proofs.service.js';
import { WaysInService } from './ways-in.service.js';
import { PoliciesService } from './policies.service.js';

export const policiesParts: IdentityParts = {
  controllers: [PoliciesController],
  providers: [PoliciesRepository, PoliciesService, StrongProofsService, WaysInService],
};
