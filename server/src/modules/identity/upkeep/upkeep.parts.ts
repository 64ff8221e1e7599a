import type { IdentityParts } from '../identity-parts.js';
import { UpkeepJob } from './upkeep.job.js';
import { UpkeepRepository } from './upkeep.repository.js';

export const upkeepParts: IdentityParts = {
  controllers: [],
  providers: [UpkeepRepository, UpkeepJob],
};
