import { Injectable } from '@nestjs/common';
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne } from '../../../platform/database/primitives.js';
import { type RegistrationRow, registrations } from './registrations.table.js';

/** What is known of an address that somebody registers with. */
export interface RegisteringAddress {
  /** Whose it is, under the name that they wrote it by; null when nobody has confirmed it. */
  readonly owner: {
    readonly id: string;
    readonly email: string;
    readonly firstName: string;
  } | null;
  /** Whether it was sent a mail for an attempt lately. */
  readonly wasMailed: boolean;
}

@Injectable()
export class RegistrationsRepository {
  async insert(tx: Transaction, rows: readonly RegistrationRow[]): Promise<void> {
    await tx.insert(registrations).values([...rows]);
  }

  /** Uses an attempt up; null for all callers but one. */
  async consume(tx: Transaction, tokenHash: Buffer, now: Date): Promise<RegistrationRow | null> {
    return consumeOne(tx, registrations, and(eq(registrations.tokenHash, tokenHash), open(now)), {
      consumedAt: now,
    });
  }

  /** Makes attempts of these addresses wait for others of theirs until the transaction ends. */
  async lock(tx: Transaction, emailKeys: readonly string[]): Promise<void> {
    // In one order for everybody, so that nobody waits in a circle.
    await tx.execute(sql`
      SELECT pg_advisory_xact_lock(lock) FROM (
        SELECT DISTINCT hashtextextended('identity.registrations:' || email_key, 0) AS lock
        FROM unnest(${sql.param([...emailKeys])}::text[]) AS email_key ORDER BY lock) AS locks`);
  }

  /**
   * What is known of addresses, in the same order.
   * @param since moment after which a mail counts.
   */
  async lookUp(
    tx: Queryable,
    emailKeys: readonly string[],
    since: Date,
  ): Promise<RegisteringAddress[]> {
    // An account that others made, and that nobody has confirmed, is theirs who confirm it now.
    // LIMIT keeps the view of addresses from being joined as a whole.
    const { rows } = await tx.execute<RegisteringAddress & Record<string, unknown>>(sql`
      SELECT CASE WHEN u.id IS NOT NULL THEN
          json_build_object('id', u.id, 'email', address.email, 'firstName', u.first_name) END AS owner,
        EXISTS (SELECT FROM ${registrations} WHERE ${registrations.emailKey} = asked.email_key
          AND ${gt(registrations.createdAt, since)} AND NOT ${isUnheard}) AS "wasMailed"
      FROM unnest(${sql.param([...emailKeys])}::text[]) WITH ORDINALITY AS asked (email_key, place)
      LEFT JOIN LATERAL (SELECT user_id, email FROM identity.account_addresses
        WHERE email_key = asked.email_key LIMIT 1) AS address ON true
      LEFT JOIN identity.users u ON u.id = address.user_id
        AND u.email_verified_at IS NOT NULL AND NOT u.is_service_account
      ORDER BY asked.place`);
    return rows;
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
