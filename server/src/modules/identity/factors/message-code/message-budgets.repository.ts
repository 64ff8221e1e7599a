import { Injectable } from '@nestjs/common';
import { lt, sql } from 'drizzle-orm';
import type { Transaction } from '../../../../platform/database/database.js';
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
}
