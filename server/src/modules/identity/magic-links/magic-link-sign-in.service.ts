import { Injectable } from '@nestjs/common';
import type { SignedIn } from '@gatehouse/contracts/identity/sign-in';
import { AppError } from '../../../kernel/error.js';
import { Metrics } from '../../../platform/telemetry/metrics.js';
import { mailboxMethod } from '../factors/factors.service.js';
import type { Challenge } from '../sign-in/challenges/challenges.service.js';
import { type FirstStepClient, FirstStepService } from '../sign-in/first-step.service.js';
import { SigningAccountsRepository } from '../sign-in/signing-accounts.repository.js';
import { maySignIn } from '../users/account.js';
import { type MailedProof, MailedProofsService } from './mailed-proofs.service.js';

/** Sign-in with a link or a code that came by mail. */
@Injectable()
export class MagicLinkSignInService {
  constructor(
    private readonly proofs: MailedProofsService,
    private readonly accounts: SigningAccountsRepository,
    private readonly firstStep: FirstStepService,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Uses the proof up and signs in, or begins a challenge where a second factor is on. A link stays
   * good while a delay is in force (attack 10).
   * @throws AppError `invalid_token` or `invalid_code`, whatever is wrong with it or with its
   * account; `sign_in_delayed`
   */
  async signIn(proof: MailedProof, client: FirstStepClient): Promise<SignedIn | Challenge> {
    try {
      const answer = await this.redeem(proof, client);
      if (!('requires2FA' in answer))
        this.metrics.authAttempt({ method: 'magic_link', outcome: 'success' });
      return answer;
    } catch (error) {
      this.metrics.authAttempt({ method: 'magic_link', outcome: 'failure' });
      throw error;
    }
  }

  private async redeem(proof: MailedProof, client: FirstStepClient): Promise<SignedIn | Challenge> {
    const invalid = new AppError(proof.kind === 'link' ? 'invalid_token' : 'invalid_code');
    const userId = await this.proofs.ownerOf(proof);
    const account = userId ? await this.accounts.findAccount(userId, mailboxMethod) : null;
    if (!account || !maySignIn(account)) throw invalid;
    const answer = await this.firstStep.finish(account, mailboxMethod, client, (tx) =>
      this.proofs.consume(tx, proof),
    );
    if (!answer) throw invalid;
    return answer;
  }
}
