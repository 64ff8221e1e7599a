import { Injectable } from '@nestjs/common';
import { and, desc, eq, isNotNull, isNull, lt } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { consumeOne, incrementOne } from '../../../../platform/database/primitives.js';
import { totpAuthenticators, type TotpRow } from './totp.table.js';

const of = (userId: string) => eq(totpAuthenticators.userId, userId);
const pending = (userId: string) => and(of(userId), isNull(totpAuthenticators.confirmedAt));
const confirmed = (userId: string) => and(of(userId), isNotNull(totpAuthenticators.confirmedAt));

const own = (userId: string, id: string) => and(confirmed(userId), eq(totpAuthenticators.id, id));

@Injectable()
export class TotpRepository {
  /** The authenticators that a person turned on, latest first. */
  async list(tx: Queryable, userId: string): Promise<TotpRow[]> {
    return tx
      .select()
      .from(totpAuthenticators)
      .where(confirmed(userId))
      .orderBy(desc(totpAuthenticators.id));
  }

  /** Replaces an authenticator that waits to be confirmed. */
  async replacePending(tx: Transaction, row: TotpRow): Promise<void> {
    await tx.delete(totpAuthenticators).where(pending(row.userId));
    await tx.insert(totpAuthenticators).values(row);
  }

  /** Counts an attempt to confirm before it is made; null when there were too many. */
  async countConfirmAttempt(tx: Queryable, userId: string, limit: number): Promise<TotpRow | null> {
    const { confirmAttempts } = totpAuthenticators;
    return incrementOne(tx, totpAuthenticators, confirmAttempts, pending(userId), limit);
  }

  /** Turns the authenticator on; null when it is on already or was replaced. */
  async confirm(
    tx: Transaction,
    id: string,
    change: Pick<TotpRow, 'name' | 'lastStep' | 'confirmedAt'>,
  ): Promise<TotpRow | null> {
    const one = and(eq(totpAuthenticators.id, id), isNull(totpAuthenticators.confirmedAt));
    return consumeOne(tx, totpAuthenticators, one, change);
  }

  /** Uses up a time step; null when it, or a later one, was used before. */
  async consumeStep(tx: Transaction, id: string, step: number, now: Date): Promise<TotpRow | null> {
    const one = and(eq(totpAuthenticators.id, id), lt(totpAuthenticators.lastStep, step));
    return consumeOne(tx, totpAuthenticators, one, { lastStep: step, lastUsedAt: now });
  }

  /** Removes what a person has, also what was never confirmed. */
  async removeAll(tx: Transaction, userId: string): Promise<void> {
    await tx.delete(totpAuthenticators).where(of(userId));
  }

  /** The authenticator as it was before; null when the person has no such. */
  async rename(tx: Transaction, userId: string, id: string, name: string): Promise<TotpRow | null> {
    const [row] = await tx.select().from(totpAuthenticators).where(own(userId, id)).for('update');
    if (row) await tx.update(totpAuthenticators).set({ name }).where(own(userId, id));
    return row ?? null;
  }

  /** Removes one authenticator, or all; those that were removed. */
  async remove(tx: Transaction, userId: string, id?: string): Promise<TotpRow[]> {
    const which = id === undefined ? confirmed(userId) : own(userId, id);
    return tx.delete(totpAuthenticators).where(which).returning();
  }
}
