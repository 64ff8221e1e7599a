import { Injectable } from '@nestjs/common';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { users } from './users.table.js';

/** The one place that reads and writes password hashes of a known user. */
@Injectable()
export class UserCredentialsRepository {
  /** PHC string of the password; null where none was chosen or the account is gone. */
  async findPasswordHash(tx: Queryable, userId: string): Promise<string | null> {
    const [row] = await tx
      .select({ passwordHash: users.passwordHash })
      .from(users)
      .where(and(eq(users.id, userId), isNull(users.deletedAt)));
    return row?.passwordHash ?? null;
  }

  /** Whether the password is still this one; if so, it stays until the transaction ends. */
  async holdPassword(
    tx: Transaction,
    userId: string,
    passwordHash: string | null,
  ): Promise<boolean> {
    const same = and(eq(users.id, userId), eq(users.passwordHash, passwordHash ?? ''));
    const [row] = await tx.select({ id: users.id }).from(users).where(same).for('share');
    return row !== undefined;
  }

  /** Takes the password away: none is right, and nothing else lets in, until one comes by mail. */
  async requireReset(tx: Queryable, userId: string, now: Date): Promise<void> {
    const closed = { passwordHash: null, resetRequiredAt: now, updatedAt: now };
    await tx.update(users).set(closed).where(eq(users.id, userId));
  }

  /** Sets the password; by a mail that was answered, which confirms the address and opens the account. */
  async setPassword(
    tx: Queryable,
    userId: string,
    passwordHash: string,
    now: Date,
    byMail: boolean,
  ): Promise<void> {
    const verified = byMail
      ? {
          emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, ${now.toISOString()}::timestamptz)`,
          resetRequiredAt: null,
        }
      : {};
    await tx
      .update(users)
      .set({ passwordHash, updatedAt: now, ...verified })
      .where(eq(users.id, userId));
  }

  /** Puts a hash in the place of another; false when that is gone. */
  async replaceHash(
    tx: Queryable,
    userId: string,
    { old, fresh }: { readonly old: string; readonly fresh: string },
  ): Promise<boolean> {
    const replaced = await tx
      .update(users)
      .set({ passwordHash: fresh })
      .where(and(eq(users.id, userId), eq(users.passwordHash, old)))
      .returning({ id: users.id });
    return replaced.length > 0;
  }
}
