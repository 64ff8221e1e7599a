import type { IdentityParts } from '../identity-parts.js';
import { BreachedPasswords } from './breaches/breached-passwords.service.js';
import { CredentialsService } from './credentials.service.js';
import { ImportedHashes } from './imported-hashes.service.js';
import { ImportedHashesRepository } from './imported-hashes.repository.js';
import { PasswordLinksService } from './password-links.service.js';
import { PasswordPolicyService } from './password-policy.service.js';
import { PasswordStrengthService } from './password-strength.service.js';

export const passwordsParts: IdentityParts = {
  controllers: [],
  providers: [
    PasswordStrengthService,
    BreachedPasswords,
    PasswordPolicyService,
    CredentialsService,
    ImportedHashesRepository,
    ImportedHashes,
    PasswordLinksService,
  ],
};
