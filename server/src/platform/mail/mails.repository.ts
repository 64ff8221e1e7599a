import { Injectable } from '@nestjs/common';
import { and, asc, desc, eq, isNull, lt, lte } from 'drizzle-orm';
import type { Queryable, Transaction } from '../database/database.js';
import { removeAll } from '../database/primitives.js';
import { type MailRow, mails } from './mails.table.js';

@Injectable()
export class MailsRepository {
  async insert(tx: Queryable, mail: Omit<MailRow, 'attempts'>): Promise<void> {
    await tx.insert(mails).values(mail);
  }

  /** The next mail that is due, locked until the transaction ends; others skip it. */
  async claim(tx: Transaction, now: Date): Promise<MailRow | null> {
    const [row] = await tx
      .select()
      .from(mails)
      .where(and(isNull(mails.sentAt), lte(mails.nextAttemptAt, now)))
      .orderBy(asc(mails.nextAttemptAt))
      .limit(1)
      .for('update', { skipLocked: true });
    return row ?? null;
  }

  async update(tx: Queryable, id: string, change: Partial<MailRow>): Promise<void> {
    await tx.update(mails).set(change).where(eq(mails.id, id));
  }

  /** Newest first, one more than `limit`. */
  async list(tx: Queryable, limit: number, recipientKey?: string, beforeId?: string) {
    const recipient = recipientKey === undefined ? undefined : eq(mails.recipientKey, recipientKey);
    return tx
      .select()
      .from(mails)
      .where(and(recipient, beforeId === undefined ? undefined : lt(mails.id, beforeId)))
      .orderBy(desc(mails.id))
      .limit(limit + 1);
  }

  /** Removes mails older than `before`: sent, given up, or caught in the mailbox. */
  async purge(tx: Queryable, before: Date): Promise<void> {
    await removeAll(tx, mails, lt(mails.createdAt, before));
  }
}
