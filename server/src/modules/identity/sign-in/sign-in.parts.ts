import type { IdentityParts } from '../identity-parts.js';
import { ChallengesRepository } from './challenges.repository.js';
import { ChallengesService } from './challenges.service.js';
import { FirstStepService } from './first-step.service.js';
import { PasskeySignInService } from './passkey-sign-in.service.js';
import { ProofsService } from './proofs.service.js';
import { SecondFactorSignInService } from './second-factor-sign-in.service.js';
import { SignInController } from './sign-in.controller.js';
import { SignInRepository } from './sign-in.repository.js';
import { SignInService } from './sign-in.service.js';

export const signInParts: IdentityParts = {
  controllers: [SignInController],
  providers: [
    SignInRepository,
    SignInService,
    ChallengesRepository,
    ChallengesService,
    SecondFactorSignInService,
    PasskeySignInService,
    ProofsService,
    FirstStepService,
  ],
};
