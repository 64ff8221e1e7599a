import { Injectable } from '@nestjs/common';
import { and, eq, gt, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne } from '../../../platform/database/primitives.js';
import { type OneTimeTokenRow, oneTimeTokens, type TokenPurpose } from './one-time-tokens.table.js';

/** What a row is found by: the token itself, or the ticket of whoever asked for it. */
export interface TokenSecret {
  readonly kind: 'tokenHash' | 'ticketHash';
  readonly hash: Buffer;
}

@Injectable()
export class OneTimeTokensRepository {
  /** Of those who issue one for a person at once, each sees what the last one did. */
  async lock(tx: Transaction, purpose: TokenPurpose, userId: string | null): Promise<void> {
    await tx.execute(
      sql`SELECT pg_advisory_xact_lock(hashtextextended(${`identity:${purpose}:${userId}`}, 0))`,
    );
  }

  /** Adds a token and voids the older ones of its purpose; of callers at once the last one stays. */
  async replace(tx: Transaction, row: Omit<OneTimeTokenRow, 'consumedAt'>): Promise<void> {
    const { purpose, userId, createdAt } = row;
    await this.lock(tx, purpose, userId);
    const owner = userId === null ? isNull(oneTimeTokens.userId) : eq(oneTimeTokens.userId, userId);
    await tx
      .update(oneTimeTokens)
      .set({ consumedAt: createdAt })
      .where(and(owner, eq(oneTimeTokens.purpose, purpose), isNull(oneTimeTokens.consumedAt)));
    await tx.insert(oneTimeTokens).values(row);
  }

  /** Adds a token beside those that the person has. */
  async insert(tx: Transaction, row: Omit<OneTimeTokenRow, 'consumedAt'>): Promise<void> {
    await tx.insert(oneTimeTokens).values(row);
  }

  /** The token while it can be used; to look at before the work that using it takes. */
  async find(
    tx: Queryable,
    purposes: readonly TokenPurpose[],
    secret: TokenSecret,
    now: Date,
  ): Promise<OneTimeTokenRow | null> {
    const [row] = await tx
      .select()
      .from(oneTimeTokens)
      .where(unused(purposes, secret, now));
    return row ?? null;
  }

  /** Uses the token up; null for all callers but one. */
  async consume(
    tx: Transaction,
    purposes: readonly TokenPurpose[],
    secret: TokenSecret,
    now: Date,
  ): Promise<OneTimeTokenRow | null> {
    const one = unused(purposes, secret, now);
    return consumeOne(tx, oneTimeTokens, one, { consumedAt: now });
  }

  /** Voids the tokens of some purposes that a person has, or only those sent to one address. */
  async voidAll(
    tx: Transaction,
    userId: string,
    purposes: readonly TokenPurpose[],
    now: Date,
    email?: string,
  ): Promise<void> {
    await tx
      .update(oneTimeTokens)
      .set({ consumedAt: now })
      .where(
        and(
          eq(oneTimeTokens.userId, userId),
          inArray(oneTimeTokens.purpose, [...purposes]),
          isNull(oneTimeTokens.consumedAt),
          email === undefined ? undefined : eq(oneTimeTokens.email, email),
        ),
      );
  }

  /** Whether a person was sent a token of a purpose since `since`. */
  async wasIssuedSince(
    tx: Queryable,
    purpose: TokenPurpose,
    userId: string,
    since: Date,
  ): Promise<boolean> {
    const mine = and(eq(oneTimeTokens.userId, userId), eq(oneTimeTokens.purpose, purpose));
    return (await tx.$count(oneTimeTokens, and(mine, gt(oneTimeTokens.createdAt, since)))) > 0;
  }
}

const unused = (
  purposes: readonly TokenPurpose[],
  secret: TokenSecret,
  now: Date,
): SQL | undefined =>
  and(
    eq(oneTimeTokens[secret.kind], secret.hash),
    inArray(oneTimeTokens.purpose, [...purposes]),
    isNull(oneTimeTokens.consumedAt),
    gt(oneTimeTokens.expiresAt, now),
  );
