import type { IdentityParts } from '../identity-parts.js';
import { AccessTokensService } from './access-tokens.service.js';
import { SigningKeysRepository } from './signing-keys.repository.js';
import { SigningKeysService } from './signing-keys.service.js';
import { TokensController } from './tokens.controller.js';

export const tokensParts: IdentityParts = {
  controllers: [TokensController],
  providers: [SigningKeysRepository, SigningKeysService, AccessTokensService],
};
