import { Injectable } from '@nestjs/common';
import type { TokenPair } from '@gatehouse/contracts/identity/sign-in';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import type { Client } from '../devices/client.js';
import { accepts } from '../factors/accepted-factors.js';
import { EnrolledFactorsRepository } from '../factors/enrolled-factors.repository.js';
import { SessionSuccessionService } from '../sessions/session-succession.service.js';
import { type OpenedSession, SessionsService } from '../sessions/sessions.service.js';
import {
  type ChallengeAnswer,
  ChallengesService,
} from '../sign-in/challenges/challenges.service.js';
import { passkeyMethods } from '../sign-in/passkey-sign-in.service.js';
import { ProofsService } from '../sign-in/proofs.service.js';
import { holderOf } from '../sessions/token-holder.js';

/** A proof as it comes in. */
export interface StepUpProof extends Pick<ChallengeAnswer, 'tempToken' | 'code' | 'credential'> {
  readonly method?: ChallengeAnswer['method'] | undefined;
  readonly password?: string | undefined;
}

/**
 * Proves again whose a session is, by what a sign-in would ask for: a trusted device is not enough.
 * Whoever has no password signs in anew.
 */
@Injectable()
export class StepUpService {
  constructor(
    private readonly challenges: ChallengesService,
    private readonly proofs: ProofsService,
    private readonly enrolled: EnrolledFactorsRepository,
    private readonly sessions: SessionsService,
    private readonly succession: SessionSuccessionService,
    private readonly database: Database,
  ) {}

  async begin(caller: SessionCaller) {
    const { userId, sessionId } = caller;
    return this.database.transaction(async (tx) => {
      const challenge = await this.challenges.begin(tx, caller, 'pwd', sessionId);
      const enrolled = await this.enrolled.list(tx, userId);
      return { ...challenge, methods: enrolled.length > 0 ? challenge.methods : [] };
    });
  }

  /**
   * The tokens of the session that takes the place of the caller's.
   * @throws AppError `invalid_credentials`, `invalid_code`, `invalid_passkey`, `challenge_expired`, `sign_in_delayed`, `overloaded`
   */
  async finish(caller: SessionCaller, proof: StepUpProof, client: Client): Promise<TokenPair> {
    if (proof.password !== undefined) await this.proofs.requirePassword(caller, proof.password);
    const enrolled = await this.enrolled.list(this.database.connection, caller.userId);
    const opened =
      enrolled.length > 0
        ? await this.withFactor(caller, proof, client)
        : await this.withPassword(caller, proof, client);
    const { acceptedFactors } = caller;
    const secondFactor = enrolled.some(({ method }) => accepts(acceptedFactors, method));
    const holder = holderOf(opened.row, caller, secondFactor);
    return this.sessions.issueTokens(holder, opened.refreshToken);
  }

  private async withPassword(
    caller: SessionCaller,
    { tempToken, password }: StepUpProof,
    client: Client,
  ): Promise<OpenedSession> {
    if (password === undefined) throw new AppError('invalid_credentials');
    return this.database.transaction(async (tx) => {
      await this.challenges.consume(tx, tempToken, caller);
      return this.succession.stepUp(tx, caller, { methods: ['pwd'], ...client });
    });
  }

  private async withFactor(
    caller: SessionCaller,
    { password, method, ...answer }: StepUpProof,
    client: Client,
  ): Promise<OpenedSession> {
    if (method === undefined)
      throw new AppError('validation_failed', {
        fields: [{ pointer: '/body/method', message: 'must be filled in' }],
      });
    const { sessionId } = caller;
    const alone = password === undefined;
    return this.challenges.redeem(
      { ...answer, method, alone, sessionId },
      () => Promise.resolve(),
      async (tx, _prepared, proved) => {
        const methods = alone ? passkeyMethods : proved;
        return this.succession.stepUp(tx, caller, { methods, ...client });
      },
    );
  }
}
