import type { IdentityParts } from '../identity-parts.js';
import { KeyAuthenticator } from '../../../platform/http/caller.js';
import { ApiKeyAuthenticator } from './api-key-authenticator.service.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { ApiKeysService } from './api-keys.service.js';
import { KeyRefusalsService } from './key-refusals.service.js';
import { OwnApiKeysService } from './own-api-keys.service.js';

export const apiKeysParts: IdentityParts = {
  controllers: [ApiKeysController],
  providers: [
    ApiKeysRepository,
    ApiKeysService,
    KeyRefusalsService,
    OwnApiKeysService,
    { provide: KeyAuthenticator, useClass: ApiKeyAuthenticator },
  ],
};
