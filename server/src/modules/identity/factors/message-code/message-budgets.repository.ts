import { Injectable } from '@nestjs/common';
import { and, eq, gt, inArray, lt, max, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { messageBudgets } from './message-codes.table.js';

@Injectable()
export class MessageBudgetsRepository {
  /** Counts one message to a window's budget; false, and nothing counted, when it is used up. */
  async take(tx: Transaction, key: string, windowStart: Date, limit: number): Promise<boolean> {
    const { key: column, windowStart: start, sent } = messageBudgets;
    const rows = await tx
      .insert(messageBudgets)
      .values({ key, windowStart, sent: 1 })
      .onConflictDoUpdate({
        target: [column, start],
        set: { sent: sql`${sent} + 1` },
        setWhere: lt(sent, limit),
      })
      .returning({ sent });
    return rows.length === 1;
  }

  /** Takes one back that came to nothing. */
  async giveBack(tx: Transaction, key: string, windowStart: Date): Promise<void> {
    const { key: column, windowStart: start, sent } = messageBudgets;
    await tx
      .update(messageBudgets)
      .set({ sent: sql`${sent} - 1` })
      .where(and(eq(column, key), eq(start, windowStart), gt(sent, 0)));
  }

  /** Counts messages to a window's budget, whatever its limit. */
  async add(tx: Transaction, key: string, windowStart: Date, count: number): Promise<void> {
    const { key: column, windowStart: start, sent } = messageBudgets;
    await tx
      .insert(messageBudgets)
      .values({ key, windowStart, sent: count })
      .onConflictDoUpdate({ target: [column, start], set: { sent: sql`${sent} + ${count}` } });
  }

  /** How many were counted to the fullest of some budgets. */
  async findMost(tx: Queryable, keys: readonly string[], windowStart: Date): Promise<number> {
    const { key, windowStart: start, sent } = messageBudgets;
    const [row] = await tx
      .select({ most: max(sent) })
      .from(messageBudgets)
      .where(and(inArray(key, [...keys]), eq(start, windowStart)));
    return row?.most ?? 0;
  }
}
