import { Injectable } from '@nestjs/common';
import { and, eq, isNotNull, isNull, lt, lte, not, or, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne } from '../../../platform/database/primitives.js';
import { type ErasureRow, erasures } from './erasures.table.js';

const isPending = and(isNull(erasures.cancelledAt), isNull(erasures.erasedAt));

const isInactive = sql`EXISTS (SELECT FROM identity.users u
  WHERE u.id = ${erasures.userId} AND (u.deleted_at IS NOT NULL OR NOT u.is_active))`;

/** Whether the person came back since: the event that tells of it may be late, or parked. */
const hasSignedIn = sql`EXISTS (SELECT FROM identity.sessions s
  WHERE s.user_id = ${erasures.userId} AND s.created_at > ${erasures.requestedAt}
    AND s.impersonator_id IS NULL)`;

/** Its day has come; one that was asked for is of nobody who came back, one that was ordered of nobody who is active again. */
const isDue = (now: Date) =>
  and(
    isPending,
    lte(erasures.dueAt, now),
    or(and(isNull(erasures.reason), not(hasSignedIn)), and(isNotNull(erasures.reason), isInactive)),
  );

/** Who asked to be erased, and how far that is. */
@Injectable()
export class ErasuresRepository {
  /** Notes a request, in the place of an older one that was called off or is pending. */
  async request(
    tx: Transaction,
    row: Pick<ErasureRow, 'userId' | 'tokenHash' | 'requestedAt' | 'dueAt'>,
  ): Promise<void> {
    const anew = { ...row, reason: null, cancelledAt: null };
    await tx
      .insert(erasures)
      .values(row)
      .onConflictDoUpdate({
        target: erasures.userId,
        set: anew,
        setWhere: isNull(erasures.erasedAt),
      });
  }

  /** Notes what others than the person ask for; false where an erasure is pending or done. */
  async order(
    tx: Transaction,
    row: Pick<ErasureRow, 'userId' | 'tokenHash' | 'requestedAt' | 'dueAt' | 'reason'>,
  ): Promise<boolean> {
    const noted = await tx
      .insert(erasures)
      .values(row)
      .onConflictDoUpdate({
        target: erasures.userId,
        set: { ...row, cancelledAt: null },
        setWhere: and(isNull(erasures.erasedAt), isNotNull(erasures.cancelledAt)),
      })
      .returning();
    return noted.length === 1;
  }

  /** Of these people, those whose erasure is pending. */
  async findPending(tx: Transaction, userIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx
      .select({ userId: erasures.userId })
      .from(erasures)
      .where(and(sql`${erasures.userId} = ANY (${sql.param([...userIds])}::uuid[])`, isPending));
    return new Set(rows.map(({ userId }) => userId));
  }

  /** Calls off what others than the person asked for; false where there was nothing pending. */
  async cancelOrdered(tx: Transaction, userId: string, now: Date): Promise<boolean> {
    const one = and(eq(erasures.userId, userId), isNotNull(erasures.reason), isPending);
    return (await consumeOne(tx, erasures, one, { cancelledAt: now })) !== null;
  }

  /** Calls off what the person asked for; false where there was nothing pending. */
  async cancelRequested(tx: Transaction, userId: string, now: Date): Promise<boolean> {
    const one = and(eq(erasures.userId, userId), isNull(erasures.reason), isPending);
    return (await consumeOne(tx, erasures, one, { cancelledAt: now })) !== null;
  }

  /** Calls an erasure off by its token; null for all callers but one, and once it is due. */
  async cancelByToken(tx: Transaction, tokenHash: Buffer, now: Date): Promise<ErasureRow | null> {
    const one = and(eq(erasures.tokenHash, tokenHash), isPending);
    return consumeOne(tx, erasures, one, { cancelledAt: now });
  }

  /** Calls an erasure off that was asked for before a moment; false where there was none. */
  async cancelOf(tx: Transaction, userId: string, before: Date, now: Date): Promise<boolean> {
    const one = and(eq(erasures.userId, userId), lt(erasures.requestedAt, before), isPending);
    return (await consumeOne(tx, erasures, one, { cancelledAt: now })) !== null;
  }

  async listDue(tx: Queryable, now: Date): Promise<string[]> {
    const rows = await tx.select({ userId: erasures.userId }).from(erasures).where(isDue(now));
    return rows.map(({ userId }) => userId);
  }

  /**
   * Takes an erasure that is due; false when it was called off meanwhile, somebody else did, or it
   * was ordered of an account that is active again.
   */
  async begin(tx: Transaction, userId: string, words: Buffer, now: Date): Promise<boolean> {
    const one = and(eq(erasures.userId, userId), isDue(now));
    const begun = { erasedAt: now, words, reason: null };
    return (await consumeOne(tx, erasures, one, begun)) !== null;
  }

  /** People who are erased, of whom events may still tell. */
  async listUnswept(tx: Queryable): Promise<Pick<ErasureRow, 'userId' | 'words' | 'erasedAt'>[]> {
    return tx
      .select({ userId: erasures.userId, words: erasures.words, erasedAt: erasures.erasedAt })
      .from(erasures)
      .where(isNotNull(erasures.words));
  }

  async finish(tx: Transaction, userId: string): Promise<void> {
    await tx
      .update(erasures)
      .set({ words: null, tokenHash: sql`sha256(${erasures.tokenHash})` })
      .where(eq(erasures.userId, userId));
  }
}
