import { Injectable } from '@nestjs/common';
import { and, asc, eq, gt, gte, isNull, sql } from 'drizzle-orm';
import { after, hours } from '../../../kernel/clock.js';
import { hashToken, newToken } from '../../../kernel/secret.js';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne } from '../../../platform/database/primitives.js';
import { type EmailChangeRow, emailChanges } from './email-changes.table.js';

/** How long a new address has to confirm. */
const lifetime = hours(24);

type NewEmailChange = Pick<
  EmailChangeRow,
  'userId' | 'sessionId' | 'oldEmail' | 'newEmail' | 'kind'
>;

@Injectable()
export class EmailChangesRepository {
  /** Of a person's requests at once, each sees what the last one did. */
  async lock(tx: Transaction, userId: string): Promise<void> {
    await tx.execute(
      sql`SELECT pg_advisory_xact_lock(hashtextextended(${`identity:email_change:${userId}`}, 0))`,
    );
  }

  /** Notes a change that waits for its new address, in the place of whatever else the person asked for. @returns the token that confirms it */
  async ask(tx: Transaction, change: NewEmailChange, createdAt: Date): Promise<string> {
    await this.voidPending(tx, change.userId, createdAt);
    const token = newToken();
    const expiresAt = after(createdAt, lifetime);
    const row = { ...change, tokenHash: hashToken(token), createdAt, expiresAt };
    await tx.insert(emailChanges).values(row);
    return token;
  }

  /** Notes a change that took effect at once, so that the former address can undo it. */
  async insertConfirmed(
    tx: Transaction,
    change: Pick<EmailChangeRow, 'userId' | 'sessionId' | 'oldEmail' | 'newEmail'>,
    now: Date,
  ): Promise<void> {
    const tokenHash = hashToken(newToken());
    const times = { createdAt: now, expiresAt: now, consumedAt: now, confirmedAt: now };
    await tx.insert(emailChanges).values({ tokenHash, ...change, ...times, kind: 'replace' });
  }

  /** The changes of a person that wait to be confirmed. */
  async listPending(tx: Queryable, userId: string, now: Date): Promise<EmailChangeRow[]> {
    return tx
      .select()
      .from(emailChanges)
      .where(and(waiting(userId), gt(emailChanges.expiresAt, now)));
  }

  /** Whether a person asked for a change since a moment. */
  async wasAskedSince(tx: Transaction, userId: string, since: Date): Promise<boolean> {
    const mine = and(eq(emailChanges.userId, userId), gt(emailChanges.createdAt, since));
    return (await tx.$count(emailChanges, mine)) > 0;
  }

  /** Whose change a token is of, without using it up. */
  async findOwner(tx: Queryable, tokenHash: Buffer): Promise<string | null> {
    const [row] = await tx
      .select({ userId: emailChanges.userId })
      .from(emailChanges)
      .where(eq(emailChanges.tokenHash, tokenHash));
    return row?.userId ?? null;
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
    await tx.update(emailChanges).set({ consumedAt: now }).where(waiting(userId));
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

const waiting = (userId: string) =>
  and(eq(emailChanges.userId, userId), isNull(emailChanges.consumedAt));

const inEffect = (userId: string, since: Date) =>
  and(
    eq(emailChanges.userId, userId),
    eq(emailChanges.kind, 'replace'),
    gte(emailChanges.confirmedAt, since),
    isNull(emailChanges.undoneAt),
  );
