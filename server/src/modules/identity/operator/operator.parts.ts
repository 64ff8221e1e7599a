import type { IdentityParts } from '../identity-parts.js';
import { OperatorRepository } from './operator.repository.js';
import { OperatorService } from './operator.service.js';

export const operatorParts: IdentityParts = {
  controllers: [],
  providers: [OperatorRepository, OperatorService],
};
