import type { IdentityParts } from '../identity-parts.js';
import { ChallengesRepository } from './challenges/challenges.repository.js';
import { ChallengesService } from './challenges/challenges.service.js';
import { FirstStepService } from './first-step.service.js';
import { NextStepService } from './next-step.service.js';
import { PasskeySignInService } from './passkey-sign-in.service.js';
import { ProofsService } from './proofs.service.js';
import { SecondFactorSignInService } from './second-factor-sign-in.service.js';
import { SignInController } from './sign-in.controller.js';
import { SignInRefusalsService } from './sign-in-refusals.service.js';
import { SignInSessionsService } from './sign-in-sessions.service.js';
import { SignInRepository } from './sign-in.repository.js';
import { SignInService } from './sign-in.service.js';
import { SigningAccountsRepository } from './signing-accounts.repository.js';

export const signInParts: IdentityParts = {
  controllers: [SignInController],
  providers: [
    SignInRepository,
    SignInService,
    SignInRefusalsService,
    SignInSessionsService,
    SigningAccountsRepository,
    NextStepService,
    ChallengesRepository,
    ChallengesService,
    SecondFactorSignInService,
    PasskeySignInService,
    ProofsService,
    FirstStepService,
  ],
};
