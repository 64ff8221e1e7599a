import { Injectable } from '@nestjs/common';
import type { SignedIn } from '@gatehouse/contracts/identity/sign-in';
import { AppError } from '../../../kernel/error.js';
import type { Client } from '../devices/client.js';
import { type ChallengeAnswer, ChallengesService } from './challenges.service.js';
import { SignInRepository } from './sign-in.repository.js';
import { SignInService } from './sign-in.service.js';

/** Finishes a sign-in with its second factor. */
@Injectable()
export class SecondFactorSignInService {
  constructor(
    private readonly challenges: ChallengesService,
    private readonly signIn: SignInService,
    private readonly accounts: SignInRepository,
  ) {}

  /** @throws AppError `invalid_code`, `challenge_expired` (also for an account deactivated meanwhile: attack 10), `sign_in_delayed` */
  async finish(answer: ChallengeAnswer, client: Client): Promise<SignedIn> {
    const { account, opened } = await this.challenges.redeem(
      answer,
      async (tx, userId, methods) => {
        const account = await this.accounts.findAccount(userId);
        if (!account?.isActive) throw new AppError('challenge_expired');
        const opened = await this.signIn.openSession(tx, account, methods, client);
        return { account, opened };
      },
    );
    return this.signIn.answer(account, opened);
  }
}
