import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { SecondFactorBegun, SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import { after, Clock, minutes } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { hashToken, newToken } from '../../../../kernel/secret.js';
import { Database, type Transaction } from '../../../../platform/database/database.js';
import { Events } from '../../../../platform/events/events.js';
import type { SessionCaller } from '../../../../platform/http/caller.js';
import { Metrics } from '../../../../platform/telemetry/metrics.js';
import type { FactorProof } from '../../factors/factor.js';
import { FactorsService } from '../../factors/factors.service.js';
import { LockoutService } from '../../lockout/lockout.service.js';
import { holdOwner } from '../../sessions/sessions.repository.js';
import type { Account } from '../../users/account.js';
import { ChallengesRepository } from './challenges.repository.js';

/** Answer of a sign-in that waits for its second factor. */
export interface Challenge {
  readonly requires2FA: true;
  readonly tempToken: string;
  readonly methods: SecondFactorMethod[];
  /** Seconds. */
  readonly expiresIn: number;
}

/** A second factor as it comes in. */
export interface ChallengeAnswer extends Pick<FactorProof, 'code' | 'credential' | 'alone'> {
  readonly tempToken: string;
  readonly method: SecondFactorMethod;
  /** The session that proves again; none at sign-in. */
  readonly sessionId?: string;
}

const lifetime = minutes(5);
/** Codes that are checked for one challenge (G08). */
const mostAttempts = 5;

/** Whom a challenge is for, and where the session that it leads to acts. */
export interface Challenged {
  readonly userId: string;
  readonly organizationId: string | null;
}

/** Of an account that signs in. */
export const challengedOf = ({ id: userId, organizationId }: Account): Challenged => ({
  userId,
  organizationId,
});

/** Second factors, at sign-in and whenever a session has to prove again whose it is. */
@Injectable()
export class ChallengesService {
  constructor(
    private readonly repository: ChallengesRepository,
    private readonly factors: FactorsService,
    private readonly lockout: LockoutService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /** Begins a challenge for a person who proved themselves by `firstMethod`: a password or another way in. */
  async begin(
    tx: Transaction,
    { userId, organizationId }: Challenged,
    firstMethod = 'pwd',
    sessionId: string | null = null,
  ): Promise<Challenge> {
    const tempToken = newToken();
    const createdAt = this.clock.now();
    const expiresAt = after(createdAt, lifetime);
    await this.repository.insert(tx, {
      tokenHash: hashToken(tempToken),
      userId,
      organizationId,
      firstMethod,
      sessionId,
      createdAt,
      expiresAt,
    });
    const asked = { userId, organizationId, firstMethod, sessionId };
    const methods = await this.factors.listOffered(tx, asked);
    return { requires2FA: true, tempToken, methods, expiresIn: lifetime / 1000 };
  }

  /**
   * Begins one of the offered methods.
   * @throws AppError `challenge_expired`, `conflict` when the person cannot use the method, `too_many_requests`, `message_not_sent`.
   */
  async beginMethod(tempToken: string, method: SecondFactorMethod): Promise<SecondFactorBegun> {
    const challengeHash = hashToken(tempToken);
    const factor = this.factors.get(method);
    const begun = await this.database.transaction(async (tx) => {
      const challenge = await this.repository.find(tx, challengeHash, this.clock.now());
      if (!challenge) throw new AppError('challenge_expired');
      const { userId } = challenge;
      const offered = await this.factors.isOffered(tx, challenge, method);
      if (!offered || !(await factor.isReady(tx, userId)))
        throw new AppError('conflict', { detail: 'This method is not turned on.' });
      return factor.begin(tx, { userId, challengeHash });
    });
    await begun.deliver?.();
    return { method, sent: begun.sent ?? null, passkey: begun.passkey ?? null };
  }

  /** Uses up a challenge that no second factor is asked for. @throws AppError `challenge_expired` */
  async consume(
    tx: Transaction,
    tempToken: string,
    { userId, sessionId }: SessionCaller,
  ): Promise<void> {
    const now = this.clock.now();
    const held = await holdOwner(tx, userId);
    if (!held || !(await this.repository.consume(tx, hashToken(tempToken), sessionId, now)))
      throw new AppError('challenge_expired');
  }

  /**
   * Checks the second factor; where it is right, uses the challenge up and finishes in the same
   * transaction. The attempt is counted first, with the challenge and with the person, and stays
   * counted unless it is right (attack 5).
   * @param prepare what has to be known beforehand: a transaction that waited for another
   * connection could wait for ever.
   * @throws AppError `challenge_expired`, `invalid_code`, `invalid_passkey`, `sign_in_delayed`
   */
  async redeem<P, T>(
    answer: ChallengeAnswer,
    prepare: (userId: string, firstMethod: string) => Promise<P>,
    finish: (tx: Transaction, prepared: P, methods: readonly string[]) => Promise<T>,
  ): Promise<T> {
    const { tempToken, method, sessionId = null, ...proof } = answer;
    const challengeHash = hashToken(tempToken);
    const { connection } = this.database;
    const now = this.clock.now();
    const challenge = await this.repository.countAttempt(
      connection,
      challengeHash,
      sessionId,
      now,
      mostAttempts,
    );
    if (!challenge) throw new AppError('challenge_expired');
    const { userId, organizationId, firstMethod } = challenge;
    const factor = this.factors.get(method);
    if (!(await this.factors.isOffered(connection, challenge, method)))
      throw new AppError('invalid_code');
    const prepared = await prepare(userId, firstMethod);
    const delays = factor.guessable && (await this.lockout.admit(connection, userId, 'code'));
    const outcome = await this.database.transaction(async (tx) => {
      if (!(await holdOwner(tx, userId))) throw new AppError('challenge_expired');
      if (!(await factor.verify(tx, { userId, challengeHash, ...proof }))) return null;
      if (!(await this.repository.consume(tx, challengeHash, sessionId, now)))
        throw new AppError('challenge_expired');
      await this.lockout.clear(tx, userId, 'code');
      await this.factors.proved(tx, userId, method);
      const verified = { userId, method };
      const about = { organizationId, actorId: userId };
      await this.events.add(tx, events.twoFactorVerified, verified, about);
      return { value: await finish(tx, prepared, [firstMethod, factor.reference]) };
    });
    if (!outcome) return this.refuse(challenge, factor.method, delays);
    this.metrics.twoFactorAttempt({ operation: 'verify', outcome: 'success' });
    this.metrics.authAttempt({ method, outcome: 'success' });
    return outcome.value;
  }

  private async refuse(
    { userId, organizationId }: Challenged,
    method: SecondFactorMethod,
    delays: boolean,
  ): Promise<never> {
    this.metrics.twoFactorAttempt({ operation: 'verify', outcome: 'failure' });
    this.metrics.authAttempt({ method, outcome: 'failure' });
    if (delays) this.lockout.noteDelay('code');
    await this.database.transaction(async (tx) => {
      const about = { organizationId, actorId: null };
      await this.events.add(tx, events.twoFactorFailed, { userId, method }, about);
    });
    throw new AppError(method === 'passkey' ? 'invalid_passkey' : 'invalid_code');
  }
}
