import { Injectable } from '@nestjs/common';
import { and, desc, eq, gte, lt, not, or, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { consumeOne, reserve } from '../../../../platform/database/primitives.js';
import { type PasskeyRow, passkeys } from './passkeys.table.js';

const own = (userId: string, id: string) => and(eq(passkeys.id, id), eq(passkeys.userId, userId));

@Injectable()
export class PasskeysRepository {
  /** All passkeys of a person, latest first. */
  async list(tx: Queryable, userId: string): Promise<PasskeyRow[]> {
    return tx.select().from(passkeys).where(eq(passkeys.userId, userId)).orderBy(desc(passkeys.id));
  }

  async count(tx: Queryable, userId: string): Promise<number> {
    return tx.$count(passkeys, eq(passkeys.userId, userId));
  }

  async findByCredential(tx: Queryable, credentialId: Buffer): Promise<PasskeyRow | null> {
    const [row] = await tx.select().from(passkeys).where(eq(passkeys.credentialId, credentialId));
    return row ?? null;
  }

  /** Whether a passkey is there and opens its account by itself. */
  async opensAlone(tx: Queryable, id: string): Promise<boolean> {
    return (await tx.$count(passkeys, and(eq(passkeys.id, id), not(passkeys.secondStepOnly)))) > 0;
  }

  /** Adds a passkey; null when the credential is known already. */
  async insert(tx: Transaction, row: PasskeyRow): Promise<PasskeyRow | null> {
    return reserve(tx, passkeys, row);
  }

  /**
   * Takes down the counter of an accepted signature; null when it did not go up. Authenticators
   * that don't count say 0 for ever (WebAuthn Level 3, section 6.1.1).
   */
  async use(tx: Transaction, id: string, counter: number, now: Date): Promise<PasskeyRow | null> {
    const silent = counter === 0 ? eq(passkeys.counter, 0) : sql`false`;
    const one = and(eq(passkeys.id, id), or(lt(passkeys.counter, counter), silent));
    return consumeOne(tx, passkeys, one, { counter, lastUsedAt: now });
  }

  /** The passkey as it was before; null when the person has no such. */
  async rename(
    tx: Transaction,
    userId: string,
    id: string,
    name: string,
  ): Promise<PasskeyRow | null> {
    const [row] = await tx.select().from(passkeys).where(own(userId, id)).for('update');
    if (row) await tx.update(passkeys).set({ name }).where(eq(passkeys.id, id));
    return row ?? null;
  }

  /** Takes from the passkeys that were added since a moment that they open the account by themselves. */
  async restrictSince(tx: Transaction, userId: string, since: Date): Promise<void> {
    await tx
      .update(passkeys)
      .set({ secondStepOnly: true })
      .where(and(eq(passkeys.userId, userId), gte(passkeys.createdAt, since)));
  }

  async removeAll(tx: Transaction, userId: string): Promise<void> {
    await tx.delete(passkeys).where(eq(passkeys.userId, userId));
  }

  /** Removes a passkey; null when the person has no such. */
  async remove(tx: Transaction, userId: string, id: string): Promise<PasskeyRow | null> {
    const [row] = await tx.delete(passkeys).where(own(userId, id)).returning();
    return row ?? null;
  }
}
