import type { IdentityParts } from '../identity-parts.js';
import { ChallengesRepository } from './challenges/challenges.repository.js';
import { ChallengesService } from './challenges/challenges.service.js';
import { FirstStepService } from './first-step.service.js';
import { NextStepService } from './next-step.service.js';
import { PasskeySignInService } from './passkey-sign-in.service.js';
import { GatheredSignInsService } from './password/gathered-sign-ins.service.js';
import { PasswordSignInRepository } from './password/password-sign-in.repository.js';
import { PasswordSignInService } from './password/password-sign-in.service.js';
import { SignInRefusalsService } from './password/sign-in-refusals.service.js';
import { ProofsService } from './proofs.service.js';
import { SecondFactorSignInService } from './second-factor-sign-in.service.js';
import { SignInController } from './sign-in.controller.js';
import { SignInSessionsService } from './sign-in-sessions.service.js';
import { SigningAccountsRepository } from './signing-accounts.repository.js';

export const signInParts: IdentityParts = {
  controllers: [SignInController],
  providers: [
    PasswordSignInRepository,
    GatheredSignInsService,
    PasswordSignInService,
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
