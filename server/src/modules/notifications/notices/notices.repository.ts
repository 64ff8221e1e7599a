import { Injectable } from '@nestjs/common';
import { and, asc, eq, isNull, lt, lte, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, removeAll } from '../../../platform/database/primitives.js';
import { type NoticeRow, notices } from './notices.table.js';

const open = and(isNull(notices.toldAt), isNull(notices.failedAt));

@Injectable()
export class NoticesRepository {
  /** Leaves alone what is written down already. */
  async insertAll(tx: Queryable, rows: readonly NoticeRow[]): Promise<void> {
    if (rows.length === 0) return;
    await tx
      .insert(notices)
      .values([...rows])
      .onConflictDoNothing();
  }

  /** Some that are due, oldest first. */
  async listDue(tx: Queryable, now: Date, limit: number): Promise<NoticeRow[]> {
    return tx
      .select()
      .from(notices)
      .where(and(open, lte(notices.nextAttemptAt, now)))
      .orderBy(asc(notices.nextAttemptAt))
      .limit(limit);
  }

  /**
   * Of any number of callers one may tell it: the notice as it is by now; null for the others, and
   * for one whose notice is to be drafted again.
   */
  async consume(
    tx: Transaction,
    { id, nextAttemptAt }: NoticeRow,
    now: Date,
  ): Promise<NoticeRow | null> {
    const same = and(eq(notices.id, id), eq(notices.nextAttemptAt, nextAttemptAt), open);
    return consumeOne(tx, notices, same, { toldAt: now });
  }

  /** Has what is to be told to a person drafted again, where that is under way: they have changed. */
  async redraft(tx: Transaction, userId: string): Promise<void> {
    const nextAttemptAt = sql`${notices.nextAttemptAt} + interval '1 millisecond'`;
    const theirs = and(open, sql`${userId}::uuid = ANY (${notices.userIds})`);
    await tx.update(notices).set({ nextAttemptAt }).where(theirs);
  }

  /** Puts a notice off that could not be told, or gives it up. */
  async recordFailure(
    tx: Queryable,
    { id, attempts }: NoticeRow,
    outcome: Pick<NoticeRow, 'error'> & Partial<Pick<NoticeRow, 'nextAttemptAt' | 'failedAt'>>,
  ): Promise<void> {
    const same = and(eq(notices.id, id), eq(notices.attempts, attempts), open);
    await consumeOne(tx, notices, same, { ...outcome, attempts: attempts + 1 });
  }

  /** Takes a person out of everything that was or is to be told. */
  async forget(tx: Transaction, userId: string): Promise<void> {
    const about = sql`${userId}::uuid = ANY (${notices.userIds})`;
    await tx.delete(notices).where(and(about, sql`cardinality(${notices.userIds}) = 1`));
    const userIds = sql`array_remove(${notices.userIds}, ${userId}::uuid)`;
    await tx.update(notices).set({ userIds }).where(about);
  }

  async removeIn(tx: Transaction, organizationId: string): Promise<void> {
    // No index answers it.
    await tx.execute(sql`SET LOCAL statement_timeout = '15min'`);
    await tx.delete(notices).where(eq(notices.organizationId, organizationId));
  }

  async purge(tx: Queryable, before: Date): Promise<void> {
    await removeAll(tx, notices, lt(notices.createdAt, before));
  }
}
