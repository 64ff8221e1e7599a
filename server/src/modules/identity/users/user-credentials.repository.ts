import { Injectable } from '@nestjs/common';
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { newId } from '../../../kernel/id.js';
import { passwordHistory } from '../passwords/password-history.table.js';
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

  /**
   * Whether the password is still this one; if so, it stays until the transaction ends.
   * @param strength two that share the row and both want to change it would wait for each other.
   */
  async holdPassword(
    tx: Transaction,
    userId: string,
    passwordHash: string | null,
    strength: 'share' | 'no key update' = 'share',
  ): Promise<boolean> {
    const same = and(eq(users.id, userId), eq(users.passwordHash, passwordHash ?? ''));
    const [row] = await tx.select({ id: users.id }).from(users).where(same).for(strength);
    return row !== undefined;
  }

  /** The present password, and as many of those before it as are kept, latest first. */
  async listHashes(tx: Queryable, userId: string, most: number): Promise<string[]> {
    const present = await this.findPasswordHash(tx, userId);
    const { passwordHash, id } = passwordHistory;
    const before = await tx
      .select({ passwordHash })
      .from(passwordHistory)
      .where(eq(passwordHistory.userId, userId))
      .orderBy(desc(id))
      .limit(most);
    const hashes = before.map((row) => row.passwordHash);
    return (present === null ? hashes : [present, ...hashes]).slice(0, most);
  }

  /** Takes the password away: none is right, and nothing else lets in, until one comes by mail. */
  async requireReset(tx: Queryable, userId: string, now: Date): Promise<void> {
    await this.remember(tx, userId, now);
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
    await this.remember(tx, userId, now);
    await tx
      .update(users)
      .set({ passwordHash, passwordSetAt: now, updatedAt: now, ...verified })
      .where(eq(users.id, userId));
  }

  /** Keeps the password that goes, where an organization asks for it, and forgets what none asks for. */
  private async remember(tx: Queryable, userId: string, now: Date): Promise<void> {
    const asked = sql`(SELECT coalesce(max((o.policies ->> 'passwordHistory')::int), 0)
      FROM identity.memberships m JOIN identity.organizations o ON o.id = m.organization_id
      WHERE m.user_id = ${userId})`;
    await tx.execute(sql`
      INSERT INTO ${passwordHistory} (id, user_id, password_hash, created_at)
      SELECT ${newId()}::uuid, id, password_hash, ${now.toISOString()}::timestamptz FROM ${users}
       WHERE id = ${userId} AND password_hash IS NOT NULL`);
    await tx.execute(sql`
      DELETE FROM ${passwordHistory} WHERE user_id = ${userId} AND id NOT IN (
        SELECT id FROM ${passwordHistory} WHERE user_id = ${userId} ORDER BY id DESC LIMIT ${asked})`);
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
