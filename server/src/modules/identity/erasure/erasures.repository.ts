import { Injectable } from '@nestjs/common';
import { and, eq, isNotNull, isNull, lt, lte, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne } from '../../../platform/database/primitives.js';
import { type ErasureRow, erasures } from './erasures.table.js';

const isPending = and(isNull(erasures.cancelledAt), isNull(erasures.erasedAt));

/** Who asked to be erased, and how far that is. */
@Injectable()
export class ErasuresRepository {
  /** Notes a request, in the place of an older one that was called off or is pending. */
  async request(
    tx: Transaction,
    row: Pick<ErasureRow, 'userId' | 'tokenHash' | 'requestedAt' | 'dueAt'>,
  ): Promise<void> {
    const anew = { ...row, cancelledAt: null };
    await tx
      .insert(erasures)
      .values(row)
      .onConflictDoUpdate({
        target: erasures.userId,
        set: anew,
        setWhere: isNull(erasures.erasedAt),
      });
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
    const rows = await tx
      .select({ userId: erasures.userId })
      .from(erasures)
      .where(and(isPending, lte(erasures.dueAt, now)));
    return rows.map(({ userId }) => userId);
  }

  /** Takes an erasure that is due; false when it was called off meanwhile, or somebody else did. */
  async begin(tx: Transaction, userId: string, words: Buffer, now: Date): Promise<boolean> {
    const one = and(eq(erasures.userId, userId), isPending, lte(erasures.dueAt, now));
    return (await consumeOne(tx, erasures, one, { erasedAt: now, words })) !== null;
  }

  /** People who are erased, of whom events may still tell. */
  async listUnswept(tx: Queryable): Promise<{ userId: string; words: Buffer | null }[]> {
    return tx
      .select({ userId: erasures.userId, words: erasures.words })
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
