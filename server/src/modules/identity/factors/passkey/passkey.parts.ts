import type { FactorParts } from '../factor-parts.js';
import { PasskeyAssertionsService } from './passkey-assertions.service.js';
import { PasskeyChallengesRepository } from './passkey-challenges.repository.js';
import { PasskeyChallengesService } from './passkey-challenges.service.js';
import { PasskeyRemovalService } from './passkey-removal.service.js';
import { PasskeyFactor } from './passkey.factor.js';
import { PasskeysController } from './passkeys.controller.js';
import { PasskeysRepository } from './passkeys.repository.js';
import { PasskeysService } from './passkeys.service.js';

export const passkeyParts: FactorParts = {
  factor: PasskeyFactor,
  providers: [
    PasskeysRepository,
    PasskeyChallengesRepository,
    PasskeyChallengesService,
    PasskeyAssertionsService,
    PasskeysService,
    PasskeyRemovalService,
  ],
  controllers: [PasskeysController],
};
