import { Injectable } from '@nestjs/common';
import { and, eq, isNotNull, isNull, lt } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { consumeOne, incrementOne } from '../../../../platform/database/primitives.js';
import { totpAuthenticators, type TotpRow } from './totp.table.js';

const of = (userId: string) => eq(totpAuthenticators.userId, userId);
const pending = (userId: string) => and(of(userId), isNull(totpAuthenticators.confirmedAt));
const confirmed = (userId: string) => and(of(userId), isNotNull(totpAuthenticators.confirmedAt));

@Injectable()
export class TotpRepository {
  async find(tx: Queryable, userId: string): Promise<TotpRow | null> {
    const [row] = await tx.select().from(totpAuthenticators).where(of(userId));
    return row ?? null;
  }

  async findConfirmed(tx: Queryable, userId: string): Promise<TotpRow | null> {
    const [row] = await tx.select().from(totpAuthenticators).where(confirmed(userId));
    return row ?? null;
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
  async confirm(tx: Transaction, id: string, step: number, now: Date): Promise<TotpRow | null> {
    const one = and(eq(totpAuthenticators.id, id), isNull(totpAuthenticators.confirmedAt));
    return consumeOne(tx, totpAuthenticators, one, { confirmedAt: now, lastStep: step });
  }

  /** Uses up a time step; null when it, or a later one, was used before. */
  async consumeStep(tx: Transaction, id: string, step: number): Promise<TotpRow | null> {
    const one = and(eq(totpAuthenticators.id, id), lt(totpAuthenticators.lastStep, step));
    return consumeOne(tx, totpAuthenticators, one, { lastStep: step });
  }

  /** Removes what a person has, also what was never confirmed. */
  async removeAll(tx: Transaction, userId: string): Promise<void> {
    await tx.delete(totpAuthenticators).where(of(userId));
  }

  /** Removes the authenticator; null when there was none. */
  async remove(tx: Transaction, userId: string): Promise<TotpRow | null> {
    const [row] = await tx.delete(totpAuthenticators).where(confirmed(userId)).returning();
    return row ?? null;
  }
}
