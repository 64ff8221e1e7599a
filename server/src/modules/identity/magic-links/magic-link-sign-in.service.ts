import { Injectable } from '@nestjs/common';
import type { SignedIn } from '@gatehouse/contracts/identity/sign-in';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { Metrics } from '../../../platform/telemetry/metrics.js';
import { mailboxMethod } from '../factors/factors.service.js';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service.js';
import type { Challenge } from '../sign-in/challenges/challenges.service.js';
import { type FirstStepClient, FirstStepService } from '../sign-in/first-step.service.js';
import { SigningAccountsRepository } from '../sign-in/signing-accounts.repository.js';
import { UsersRepository } from '../users/users.repository.js';
import { maySignIn } from '../users/account.js';

/** Sign-in with a link that came by mail. */
@Injectable()
export class MagicLinkSignInService {
  constructor(
    private readonly tokens: OneTimeTokensService,
    private readonly accounts: SigningAccountsRepository,
    private readonly users: UsersRepository,
    private readonly firstStep: FirstStepService,
    private readonly database: Database,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Uses the link up and signs in, or begins a challenge where a second factor is on. A link stays
   * good while a delay is in force (attack 10).
   * @throws AppError `invalid_token`, whatever is wrong with it or with its account; `sign_in_delayed`
   */
  async signIn(token: string, client: FirstStepClient): Promise<SignedIn | Challenge> {
    try {
      const answer = await this.redeem(token, client);
      if (!('requires2FA' in answer))
        this.metrics.authAttempt({ method: 'magic_link', outcome: 'success' });
      return answer;
    } catch (error) {
      this.metrics.authAttempt({ method: 'magic_link', outcome: 'failure' });
      throw error;
    }
  }

  private async redeem(token: string, client: FirstStepClient): Promise<SignedIn | Challenge> {
    const found = await this.tokens.find(this.database.connection, ['magic_link'], token);
    const account = found?.userId
      ? await this.accounts.findAccount(found.userId, mailboxMethod)
      : null;
    if (!account || !maySignIn(account)) throw new AppError('invalid_token');
    return this.firstStep.finish(account, mailboxMethod, client, async (tx) => {
      const held = await this.users.hold(tx, account.id);
      if (!held || !(await this.tokens.consume(tx, ['magic_link'], token)))
        throw new AppError('invalid_token');
    });
  }
}
