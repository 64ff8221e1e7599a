import { Injectable } from '@nestjs/common';
import { and, eq, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
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

  /** Takes down a number that waits to be confirmed, beside a confirmed one where there is one. */
  async replacePending(tx: Transaction, userId: string, number: string, now: Date): Promise<void> {
    const isConfirmed = sql`${phones.confirmedAt} IS NOT NULL`;
    const kept = (column: AnyPgColumn, fresh: SQL) =>
      sql`CASE WHEN ${isConfirmed} THEN ${column} ELSE ${fresh} END`;
    await tx
      .insert(phones)
      .values({ userId, number, createdAt: now })
      .onConflictDoUpdate({
        target: phones.userId,
        set: {
          number: kept(phones.number, sql`excluded.number`),
          createdAt: kept(phones.createdAt, sql`excluded.created_at`),
          nextNumber: sql`CASE WHEN ${isConfirmed} THEN excluded.number END`,
        },
      });
  }

  /** Confirms the number that waits, in the place of the one before; null when none waits. */
  async confirm(tx: Transaction, userId: string, now: Date): Promise<PhoneRow | null> {
    const one = and(of(userId), or(isNull(phones.confirmedAt), isNotNull(phones.nextNumber)));
    const number = sql`coalesce(${phones.nextNumber}, ${phones.number})`;
    return consumeOne(tx, phones, one, { number, nextNumber: null, confirmedAt: now });
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
