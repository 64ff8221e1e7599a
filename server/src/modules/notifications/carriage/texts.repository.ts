import { Injectable } from '@nestjs/common';
import { and, eq, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, removeAll } from '../../../platform/database/primitives.js';
import { type TextRow, texts } from './carriage.table.js';

@Injectable()
export class TextsRepository {
  async insert(tx: Transaction, row: TextRow): Promise<void> {
    await tx.insert(texts).values(row);
  }

  /** Some that are to be sent, or whose state is to be asked, the caller's until the lease ends. */
  async claim(tx: Queryable, limit: number, now: Date, leasedUntil: Date): Promise<TextRow[]> {
    const isFree = or(isNull(texts.leasedUntil), lte(texts.leasedUntil, now));
    const isDue = and(isNull(texts.settledAt), lte(texts.nextAttemptAt, now), isFree);
    // An array is read once; a subquery of IN may run again and claim more than the limit.
    const some = sql`${texts.id} = ANY (ARRAY(
      SELECT ${texts.id} FROM ${texts} WHERE ${isDue}
       ORDER BY ${texts.nextAttemptAt} LIMIT ${limit} FOR UPDATE SKIP LOCKED))`;
    const claimed = { leasedUntil, attempts: sql`${texts.attempts} + 1` };
    return tx.update(texts).set(claimed).where(some).returning();
  }

  /** Gives a claimed one back; false when somebody else claimed it since. */
  async settle(tx: Transaction, claimed: TextRow, outcome: Partial<TextRow>): Promise<boolean> {
    const mine = and(eq(texts.id, claimed.id), eq(texts.attempts, claimed.attempts));
    const settled = await consumeOne(tx, texts, mine, { ...outcome, leasedUntil: null });
    return settled !== null;
  }

  async removeTo(tx: Transaction, numbers: readonly string[]): Promise<void> {
    if (numbers.length > 0) await tx.delete(texts).where(inArray(texts.number, [...numbers]));
  }

  async purge(tx: Queryable, before: Date): Promise<void> {
    await removeAll(tx, texts, lt(texts.createdAt, before));
  }
}
