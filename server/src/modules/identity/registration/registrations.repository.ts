import { Injectable } from '@nestjs/common';
import { and, desc, eq, gt, isNull, not, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne } from '../../../platform/database/primitives.js';
import { type RegistrationRow, registrations } from './registrations.table.js';

@Injectable()
export class RegistrationsRepository {
  async insert(tx: Transaction, row: RegistrationRow): Promise<void> {
    await tx.insert(registrations).values(row);
  }

  /** Uses an attempt up; null for all callers but one. */
  async consume(tx: Transaction, tokenHash: Buffer, now: Date): Promise<RegistrationRow | null> {
    return consumeOne(tx, registrations, and(eq(registrations.tokenHash, tokenHash), open(now)), {
      consumedAt: now,
    });
  }

  /** Makes attempts of one address wait for each other until the transaction ends. */
  async lock(tx: Transaction, emailKey: string): Promise<void> {
    await tx.execute(sql`
      SELECT pg_advisory_xact_lock(hashtextextended(${`identity.registrations:${emailKey}`}, 0))`);
  }

  /** Whether an address was sent a mail for an attempt since a moment. */
  async wasMailedSince(tx: Queryable, emailKey: string, since: Date): Promise<boolean> {
    const recent = and(
      eq(registrations.emailKey, emailKey),
      gt(registrations.createdAt, since),
      not(isUnheard),
    );
    return (await tx.$count(registrations, recent)) > 0;
  }

  /** Whether there was an attempt, while those of now are open, that no mail was sent for. */
  async isContested(tx: Queryable, emailKey: string, now: Date): Promise<boolean> {
    const unheard = and(
      eq(registrations.emailKey, emailKey),
      gt(registrations.expiresAt, now),
      isUnheard,
    );
    return (await tx.$count(registrations, unheard)) > 0;
  }

  /** The latest attempt of an address that can still be confirmed. */
  async findLatest(tx: Queryable, emailKey: string, now: Date): Promise<RegistrationRow | null> {
    const [row] = await tx
      .select()
      .from(registrations)
      .where(and(eq(registrations.emailKey, emailKey), open(now)))
      .orderBy(desc(registrations.createdAt))
      .limit(1);
    return row ?? null;
  }
}

/** An attempt that no mail was sent for is used up from the beginning. */
const isUnheard = sql`${registrations.consumedAt} IS NOT DISTINCT FROM ${registrations.createdAt}`;

const open = (now: Date) => and(isNull(registrations.consumedAt), gt(registrations.expiresAt, now));
