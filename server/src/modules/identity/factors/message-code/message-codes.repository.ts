import { Injectable } from '@nestjs/common';
import { and, eq, gt, isNull, lte, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { consumeOne, incrementOne } from '../../../../platform/database/primitives.js';
import { type Channel, type MessageCodeRow, messageCodes } from './message-codes.table.js';

/** Which code: what it is for, how it travelled, and whose it is. */
export interface CodeKey {
  readonly binding: string;
  readonly channel: Channel;
  readonly userId: string;
}

const open = ({ binding, channel, userId }: CodeKey, now: Date) =>
  and(
    eq(messageCodes.binding, binding),
    eq(messageCodes.channel, channel),
    eq(messageCodes.userId, userId),
    isNull(messageCodes.consumedAt),
    gt(messageCodes.expiresAt, now),
  );

@Injectable()
export class MessageCodesRepository {
  /**
   * Puts a new code in the place of the one before, unless that was sent after `sentBefore`; of
   * callers at once one wins. @returns whether it did.
   */
  async replace(
    tx: Transaction,
    row: Omit<MessageCodeRow, 'attempts' | 'consumedAt'>,
    sentBefore: Date,
  ): Promise<boolean> {
    const { codeHash, sentAt, expiresAt } = row;
    const rows = await tx
      .insert(messageCodes)
      .values(row)
      .onConflictDoUpdate({
        target: [messageCodes.binding, messageCodes.channel],
        set: { codeHash, sentAt, expiresAt, attempts: sql`0`, consumedAt: null },
        setWhere: lte(messageCodes.sentAt, sentBefore),
      })
      .returning({ binding: messageCodes.binding });
    return rows.length === 1;
  }

  /** Lets the code be sent again at once, as if it had gone out at `sentAt`. */
  async resetSentAt(tx: Transaction, { binding, channel }: CodeKey, sentAt: Date): Promise<void> {
    const same = and(eq(messageCodes.binding, binding), eq(messageCodes.channel, channel));
    await tx.update(messageCodes).set({ sentAt }).where(same);
  }

  /** When the code for this was sent last. */
  async findSentAt(tx: Queryable, { binding, channel }: CodeKey): Promise<Date | null> {
    const [row] = await tx
      .select({ sentAt: messageCodes.sentAt })
      .from(messageCodes)
      .where(and(eq(messageCodes.binding, binding), eq(messageCodes.channel, channel)));
    return row?.sentAt ?? null;
  }

  /** Counts an attempt before it is made; null when there is no such code, or too many were made. */
  async countAttempt(
    tx: Queryable,
    key: CodeKey,
    now: Date,
    limit: number,
  ): Promise<MessageCodeRow | null> {
    return incrementOne(tx, messageCodes, messageCodes.attempts, open(key, now), limit);
  }

  /** Uses a code up; false for all callers but one. */
  async consume(tx: Transaction, key: CodeKey, codeHash: Buffer, now: Date): Promise<boolean> {
    const one = and(open(key, now), eq(messageCodes.codeHash, codeHash));
    return (await consumeOne(tx, messageCodes, one, { consumedAt: now })) !== null;
  }
}
