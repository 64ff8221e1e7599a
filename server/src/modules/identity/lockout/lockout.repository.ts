import { Injectable } from '@nestjs/common';
import { and, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Queryable } from '../../../platform/database/database.js';
import { type LockoutRow, lockouts, type Proof } from './lockout.table.js';

/** Thresholds of the delays; times in seconds. */
export interface LockoutPolicy {
  readonly failures: number;
  readonly first: number;
  readonly longest: number;
}

/** Keys of a person begin with the id: see `LockoutService.keyOf`, and idx_lockouts_person. */
const of = (userId: string) => sql`left(${lockouts.accountKey}, 36) = ${userId}`;

@Injectable()
export class LockoutRepository {
  /** When the account may try again, or null when it may now. */
  async findDelay(
    tx: Queryable,
    accountKey: string,
    proof: Proof,
    now: Date,
  ): Promise<Date | null> {
    const one = and(eq(lockouts.accountKey, accountKey), eq(lockouts.proof, proof));
    const [row] = await tx
      .select({ delayedUntil: lockouts.delayedUntil })
      .from(lockouts)
      .where(and(one, gt(lockouts.delayedUntil, now)));
    return row?.delayedUntil ?? null;
  }

  /**
   * Counts a failure, unless a delay is in force already: of any number of failures at once no
   * more count than the policy lets through, and the others learn nothing.
   * @returns null when a delay was in force, else the one that this failure led to.
   */
  async countFailure(
    tx: Queryable,
    accountKey: string,
    proof: Proof,
    policy: LockoutPolicy,
    now: Date,
  ): Promise<{ delayedUntil: Date | null } | null> {
    const failures = sql`${lockouts.failures} + 1`;
    const wait = sql`least(${policy.longest}::float8, ${policy.first} * power(2, least(${failures} - ${policy.failures}, 30)))`;
    const rows = await tx
      .insert(lockouts)
      .values({ accountKey, proof, failures: 1, delayedUntil: null, updatedAt: now })
      .onConflictDoUpdate({
        target: [lockouts.accountKey, lockouts.proof],
        set: {
          failures,
          updatedAt: now,
          delayedUntil: sql`CASE WHEN ${failures} >= ${policy.failures} THEN ${now.toISOString()}::timestamptz + make_interval(secs => ${wait}) END`,
        },
        setWhere: or(isNull(lockouts.delayedUntil), lte(lockouts.delayedUntil, now)),
      })
      .returning({ delayedUntil: lockouts.delayedUntil });
    return rows[0] ?? null;
  }

  /** Delays of a person that are in force, wherever they hold. */
  async listDelays(tx: Queryable, userId: string, now: Date): Promise<LockoutRow[]> {
    return tx
      .select()
      .from(lockouts)
      .where(and(of(userId), gt(lockouts.delayedUntil, now)))
      .orderBy(lockouts.accountKey, lockouts.proof);
  }

  /** Forgets all failures of a person with some proofs. @returns whether there were any. */
  async removeAll(tx: Queryable, userId: string, proofs: readonly Proof[]): Promise<boolean> {
    const removed = await tx
      .delete(lockouts)
      .where(and(of(userId), inArray(lockouts.proof, [...proofs])))
      .returning({ accountKey: lockouts.accountKey });
    return removed.length > 0;
  }

  /** Forgets the failures after a success. */
  async clear(tx: Queryable, accountKey: string, proof: Proof): Promise<void> {
    await tx
      .delete(lockouts)
      .where(and(eq(lockouts.accountKey, accountKey), eq(lockouts.proof, proof)));
  }
}
