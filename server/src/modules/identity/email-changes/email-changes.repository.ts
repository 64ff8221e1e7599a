import { Injectable } from '@nestjs/common';
import { and, asc, eq, gt, gte, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../../../platform/database/database.js';
import { consumeOne } from '../../../platform/database/primitives.js';
import { type EmailChangeRow, emailChanges } from './email-changes.table.js';

type NewEmailChange = Omit<EmailChangeRow, 'consumedAt' | 'confirmedAt' | 'undoneAt'>;

@Injectable()
export class EmailChangesRepository {
  /** Of a person's requests at once, each sees what the last one did. */
  async lock(tx: Transaction, userId: string): Promise<void> {
    await tx.execute(
      sql`SELECT pg_advisory_xact_lock(hashtextextended(${`identity:email_change:${userId}`}, 0))`,
    );
  }

  async insert(tx: Transaction, row: NewEmailChange): Promise<void> {
    await tx.insert(emailChanges).values(row);
  }

  /** Whether a person asked for a change since a moment. */
  async wasAskedSince(tx: Transaction, userId: string, since: Date): Promise<boolean> {
    const mine = and(eq(emailChanges.userId, userId), gt(emailChanges.createdAt, since));
    return (await tx.$count(emailChanges, mine)) > 0;
  }

  /** Confirms a change; null for all callers but one. */
  async confirm(tx: Transaction, tokenHash: Buffer, now: Date): Promise<EmailChangeRow | null> {
    const one = and(
      eq(emailChanges.tokenHash, tokenHash),
      isNull(emailChanges.consumedAt),
      gt(emailChanges.expiresAt, now),
    );
    return consumeOne(tx, emailChanges, one, { consumedAt: now, confirmedAt: now });
  }

  /** Voids the changes of a person that wait to be confirmed. */
  async voidPending(tx: Transaction, userId: string, now: Date): Promise<void> {
    const pending = and(eq(emailChanges.userId, userId), isNull(emailChanges.consumedAt));
    await tx.update(emailChanges).set({ consumedAt: now }).where(pending);
  }

  /** The changes of a person that took effect since a moment and were not undone, oldest first. */
  async listInEffect(tx: Transaction, userId: string, since: Date): Promise<EmailChangeRow[]> {
    return tx
      .select()
      .from(emailChanges)
      .where(inEffect(userId, since))
      .orderBy(asc(emailChanges.confirmedAt));
  }

  /** Marks the changes since a moment, that one included, as undone. */
  async undoSince(tx: Transaction, userId: string, since: Date, now: Date): Promise<void> {
    await tx.update(emailChanges).set({ undoneAt: now }).where(inEffect(userId, since));
  }
}

const inEffect = (userId: string, since: Date) =>
  and(
    eq(emailChanges.userId, userId),
    gte(emailChanges.confirmedAt, since),
    isNull(emailChanges.undoneAt),
  );
