import { Injectable } from '@nestjs/common';
import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { consumeOne } from '../../../../platform/database/primitives.js';
import { type PhoneRow, phones } from './phones.table.js';

const of = (userId: string) => eq(phones.userId, userId);
const confirmed = (userId: string) => and(of(userId), isNotNull(phones.confirmedAt));

@Injectable()
export class PhonesRepository {
  /** The number that codes are sent to; null where there is none. */
  async find(tx: Queryable, userId: string): Promise<PhoneRow | null> {
    const [row] = await tx.select().from(phones).where(confirmed(userId));
    return row ?? null;
  }

  /** Takes down a number that waits to be confirmed; false when another one is confirmed already. */
  async replacePending(
    tx: Transaction,
    userId: string,
    number: string,
    now: Date,
  ): Promise<boolean> {
    const rows = await tx
      .insert(phones)
      .values({ userId, number, createdAt: now })
      .onConflictDoUpdate({
        target: phones.userId,
        set: { number, createdAt: now },
        setWhere: isNull(phones.confirmedAt),
      })
      .returning({ userId: phones.userId });
    return rows.length === 1;
  }

  /** Confirms the number that waits; null when none does. */
  async confirm(tx: Transaction, userId: string, now: Date): Promise<PhoneRow | null> {
    const one = and(of(userId), isNull(phones.confirmedAt));
    return consumeOne(tx, phones, one, { confirmedAt: now });
  }

  /** Removes the confirmed number; null when there was none. */
  async remove(tx: Transaction, userId: string): Promise<PhoneRow | null> {
    const [row] = await tx.delete(phones).where(confirmed(userId)).returning();
    return row ?? null;
  }

  /** Removes what a person has, also what was never confirmed. */
  async removeAll(tx: Transaction, userId: string): Promise<void> {
    await tx.delete(phones).where(of(userId));
  }
}
