import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import { after, Clock, minutes } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { hashToken, newToken } from '../../../kernel/secret.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { Metrics } from '../../../platform/telemetry/metrics.js';
import { FactorsService } from '../factors/factors.service.js';
import { LockoutService } from '../lockout/lockout.service.js';
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
export interface ChallengeAnswer {
  readonly tempToken: string;
  readonly method: SecondFactorMethod;
  readonly code: string;
}

const lifetime = minutes(5);
/** Codes that are checked for one challenge (G08). */
const mostAttempts = 5;

/** Second factors at sign-in. */
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
  async begin(tx: Transaction, userId: string, firstMethod = 'pwd'): Promise<Challenge> {
    const tempToken = newToken();
    const createdAt = this.clock.now();
    const expiresAt = after(createdAt, lifetime);
    await this.repository.insert(tx, {
      tokenHash: hashToken(tempToken),
      userId,
      firstMethod,
      createdAt,
      expiresAt,
    });
    const methods = await this.factors.listReady(tx, userId);
    return { requires2FA: true, tempToken, methods, expiresIn: lifetime / 1000 };
  }

  /**
   * Checks the second factor; where it is right, uses the challenge up and runs `finish` in the
   * same transaction. The attempt is counted first and stays counted (attack 5).
   * @throws AppError `challenge_expired`, `invalid_code`, `sign_in_delayed`
   */
  async redeem<T>(
    answer: ChallengeAnswer,
    finish: (tx: Transaction, userId: string, methods: readonly string[]) => Promise<T>,
  ): Promise<T> {
    const tokenHash = hashToken(answer.tempToken);
    const { connection } = this.database;
    const now = this.clock.now();
    const challenge = await this.repository.countAttempt(connection, tokenHash, now, mostAttempts);
    if (!challenge) throw new AppError('challenge_expired');
    const { userId, firstMethod } = challenge;
    await this.lockout.assertNotDelayed(connection, userId, 'code');
    const factor = this.factors.get(answer.method);
    const outcome = await this.database.transaction(async (tx) => {
      if (!(await factor.verify(tx, userId, answer.code))) return null;
      if (!(await this.repository.consume(tx, tokenHash, now)))
        throw new AppError('challenge_expired');
      await this.lockout.clear(tx, userId, 'code');
      const verified = { userId, method: answer.method };
      await this.events.add(tx, events.twoFactorVerified, verified, { actorId: userId });
      return { value: await finish(tx, userId, [firstMethod, factor.reference]) };
    });
    if (!outcome) return this.refuse(userId, answer.method);
    this.metrics.twoFactorAttempt({ operation: 'verify', outcome: 'success' });
    this.metrics.authAttempt({ method: answer.method, outcome: 'success' });
    return outcome.value;
  }

  private async refuse(userId: string, method: SecondFactorMethod): Promise<never> {
    this.metrics.twoFactorAttempt({ operation: 'verify', outcome: 'failure' });
    this.metrics.authAttempt({ method, outcome: 'failure' });
    await this.database.transaction(async (tx) => {
      await this.lockout.countFailure(tx, userId, 'code');
      await this.events.add(tx, events.twoFactorFailed, { userId, method }, { actorId: null });
    });
    throw new AppError('invalid_code');
  }
}
