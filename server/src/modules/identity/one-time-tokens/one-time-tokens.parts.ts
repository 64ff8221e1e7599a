import type { IdentityParts } from '../identity-parts.js';
import { OneTimeTokensRepository } from './one-time-tokens.repository.js';
import { OneTimeTokensService } from './one-time-tokens.service.js';

export const oneTimeTokensParts: IdentityParts = {
  controllers: [],
  providers: [OneTimeTokensRepository, OneTimeTokensService],
};
