import { Injectable } from '@nestjs/common';
import { and, eq, isNotNull } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { reserve } from '../../../../platform/database/primitives.js';
import { type EmailFactorRow, emailFactors } from './email-code.table.js';

const of = (userId: string) => eq(emailFactors.userId, userId);

@Injectable()
export class EmailCodeRepository {
  async find(tx: Queryable, userId: string): Promise<EmailFactorRow | null> {
    const [row] = await tx.select().from(emailFactors).where(of(userId));
    return row ?? null;
  }

  /** Turns codes by mail on; null when they are on already. */
  async insert(tx: Transaction, userId: string, now: Date): Promise<EmailFactorRow | null> {
    return reserve(tx, emailFactors, { userId, enrolledAt: now });
  }

  async suspend(tx: Transaction, userId: string, now: Date): Promise<void> {
    await tx.update(emailFactors).set({ suspendedAt: now }).where(of(userId));
  }

  async resume(tx: Transaction, userId: string): Promise<void> {
    const suspended = and(of(userId), isNotNull(emailFactors.suspendedAt));
    await tx.update(emailFactors).set({ suspendedAt: null }).where(suspended);
  }

  /** Turns codes by mail off; null when they were off. */
  async remove(tx: Transaction, userId: string): Promise<EmailFactorRow | null> {
    const [row] = await tx.delete(emailFactors).where(of(userId)).returning();
    return row ?? null;
  }
}
