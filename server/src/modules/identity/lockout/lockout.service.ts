import { Injectable } from '@nestjs/common';
import type { SignInDelay } from '@gatehouse/contracts/identity/sign-in-means';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { hashToken } from '../../../kernel/secret.js';
import { Config } from '../../../platform/config/config.js';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { Metrics } from '../../../platform/telemetry/metrics.js';
import { LockoutRepository } from './lockout.repository.js';
import type { Proof } from './lockout.table.js';

/** Whose failures count together. */
export interface LockoutSubject {
  /** Null when the name belongs to nobody: it is delayed like any other, so that nothing shows. */
  readonly userId: string | null;
  /** The name as it is compared. */
  readonly identifier: string;
  /** Address where the person has signed in before, or the id of their trusted device, else null. */
  readonly knownPlace: string | null;
}

/** How keys of those who are signed in end. */
const proofSuffix = '#proof';

/**
 * Delays the next attempts of an account after consecutive failures (G10): never for good, and
 * failures from elsewhere don't delay the person on a trusted device, or at an address that the
 * account knows (attack 9).
 */
@Injectable()
export class LockoutService {
  private readonly countDelay: (values: { proof: Proof }) => void;

  constructor(
    private readonly repository: LockoutRepository,
    private readonly config: Config,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    this.countDelay = metrics.counter('lockouts_total', 'Delays that failures led to', ['proof']);
  }

  /** Key under which the subject's failures are counted. */
  keyOf(subject: LockoutSubject): string {
    if (subject.userId === null)
      return `unknown:${hashToken(subject.identifier).toString('hex').slice(0, 32)}`;
    return subject.knownPlace ? `${subject.userId}@${subject.knownPlace}` : subject.userId;
  }

  /**
   * Key for the proofs of somebody who is signed in: failures of strangers who try to sign in don't
   * count (attack 9), and those of all sessions of the person count together, so that another
   * session is no way around the delay.
   */
  keyOfProofs(userId: string): string {
    return userId + proofSuffix;
  }

  /** @throws AppError `sign_in_delayed` while a delay is in force. */
  async assertNotDelayed(tx: Queryable, accountKey: string, proof: Proof): Promise<void> {
    const until = await this.repository.findDelay(tx, accountKey, proof, this.clock.now());
    if (until) throw this.delayed(until);
  }

  /** The error for a delay that ends at `until`. */
  delayed(until: Date): AppError {
    const retryAfter = Math.ceil((until.getTime() - this.clock.now().getTime()) / 1000);
    return new AppError('sign_in_delayed', {
      retryAfter,
      detail: `Try again in ${retryAfter} seconds.`,
    });
  }

  /**
   * Counts an attempt as failed before its proof is looked at, so that of any number at once no more
   * are looked at than the policy lets through (attack 5); a right one clears it.
   * @returns whether a delay follows if it fails, which `noteDelay` is then told.
   * @throws AppError `sign_in_delayed` while a delay is in force.
   */
  async admit(tx: Queryable, accountKey: string, proof: Proof): Promise<boolean> {
    const counted = await this.count(tx, accountKey, proof);
    if (counted) return counted.delayedUntil !== null;
    await this.assertNotDelayed(tx, accountKey, proof);
    // The delay was over, or cleared, a moment later.
    return this.admit(tx, accountKey, proof);
  }

  /** Notes that an admitted attempt failed, and led to a delay. */
  noteDelay(proof: Proof): void {
    this.countDelay({ proof });
  }

  /**
   * Counts a failure.
   * @throws AppError `sign_in_delayed` when a delay came into force meanwhile: this attempt's outcome stays unknown.
   */
  async countFailure(tx: Queryable, accountKey: string, proof: Proof): Promise<void> {
    const counted = await this.count(tx, accountKey, proof);
    if (counted?.delayedUntil) this.noteDelay(proof);
    if (!counted) await this.assertNotDelayed(tx, accountKey, proof);
  }

  private count(tx: Queryable, accountKey: string, proof: Proof) {
    const policy = {
      failures: this.config.GATEHOUSE_LOCKOUT_FAILURES,
      first: this.config.GATEHOUSE_LOCKOUT_SECONDS,
      longest: this.config.GATEHOUSE_LOCKOUT_MAX_SECONDS,
    };
    return this.repository.countFailure(tx, accountKey, proof, policy, this.clock.now());
  }

  /** What a person has to wait for now, and where. */
  async listDelays(tx: Queryable, userId: string): Promise<SignInDelay[]> {
    const rows = await this.repository.listDelays(tx, userId, this.clock.now());
    return rows.flatMap(({ accountKey, proof, delayedUntil }) =>
      delayedUntil === null
        ? []
        : [{ proof, where: whereOf(accountKey), until: delayedUntil.toISOString() }],
    );
  }

  /**
   * Forgets the failures of a person with some proofs, wherever they were made: somebody above them
   * says so, or they proved themselves by other means. @returns whether there were any.
   */
  async lift(tx: Transaction, userId: string, kinds: readonly Proof[]): Promise<boolean> {
    return this.repository.removeAll(tx, userId, kinds);
  }

  /** Forgets the failures, in the transaction of the success. */
  async clear(tx: Queryable, accountKey: string, proof: Proof): Promise<void> {
    await this.repository.clear(tx, accountKey, proof);
  }
}

/** Where the failures under a key of a person count. */
const whereOf = (accountKey: string): SignInDelay['where'] => {
  if (accountKey.endsWith(proofSuffix)) return 'signed_in';
  return accountKey.includes('@') ? 'known_place' : 'elsewhere';
};
