import { Injectable } from '@nestjs/common';
import type { MailState } from '@gatehouse/contracts/mailbox';
import { and, asc, desc, eq, gt, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../database/database.js';
import { consumeOne, removeAll } from '../database/primitives.js';
import { type MailRow, mails, type SealedMail } from './mails.table.js';

/** Neither sent nor given up. */
const pending = and(isNull(mails.sentAt), isNull(mails.failedAt));

@Injectable()
export class MailsRepository {
  async insert(tx: Queryable, sealed: readonly SealedMail[]): Promise<void> {
    await tx.insert(mails).values([...sealed]);
  }

  /**
   * The most urgent mail that is due, the caller's until the lease ends; others skip it.
   * @param least urgency, as a rank: what is less urgent is left alone.
   */
  async claim(tx: Queryable, least: number, now: Date, leasedUntil: Date): Promise<MailRow | null> {
    const isDue = and(pending, lte(mails.urgency, least), lte(mails.nextAttemptAt, now));
    const isFree = or(isNull(mails.leasedUntil), lte(mails.leasedUntil, now));
    // An array is read once; a subquery of IN may run again and claim more than one.
    const first = sql`${mails.id} = ANY (ARRAY(
      SELECT ${mails.id} FROM ${mails} WHERE ${and(isDue, isFree)}
       ORDER BY ${mails.urgency}, ${mails.nextAttemptAt} LIMIT 1 FOR UPDATE SKIP LOCKED))`;
    const claimed = { leasedUntil, attempts: sql`${mails.attempts} + 1` };
    return consumeOne(tx, mails, first, claimed);
  }

  /**
   * Writes down what became of a claimed mail, and gives it back.
   * @returns false when somebody else claimed it since: then it is theirs to tell.
   */
  async settle(
    tx: Queryable,
    claimed: MailRow,
    outcome: Partial<MailRow> & Pick<MailRow, 'state'>,
  ): Promise<boolean> {
    const mine = and(eq(mails.id, claimed.id), eq(mails.attempts, claimed.attempts), pending);
    // What the provider has told of it meanwhile stays.
    const state = sql`CASE WHEN state IN ('queued', 'deferred') THEN ${outcome.state} ELSE state END`;
    const settled = await consumeOne(tx, mails, mine, { ...outcome, state, leasedUntil: null });
    return settled !== null;
  }

  /** Writes down what the provider told later, where the mail is in one of some states. @returns the mail. */
  async report(
    tx: Transaction,
    id: string,
    from: readonly MailState[],
    change: Pick<MailRow, 'state' | 'error'>,
  ): Promise<MailRow | null> {
    return consumeOne(tx, mails, and(eq(mails.id, id), inArray(mails.state, [...from])), change);
  }

  /** Of some kinds to some recipients, newest first, one more than `limit`. */
  async listTo(
    tx: Queryable,
    { keys, kinds }: { readonly keys: readonly string[]; readonly kinds: readonly string[] },
    limit: number,
    beforeId?: string,
  ): Promise<MailRow[]> {
    const theirs = and(inArray(mails.recipientKey, [...keys]), inArray(mails.kind, [...kinds]));
    return tx
      .select()
      .from(mails)
      .where(and(theirs, beforeId === undefined ? undefined : lt(mails.id, beforeId)))
      .orderBy(desc(mails.id))
      .limit(limit + 1);
  }

  /** Mails that are neither sent nor given up. */
  async countPending(queryable: Queryable): Promise<number> {
    return queryable.$count(mails, pending);
  }

  /** Newest first, one more than `limit`. */
  async list(tx: Queryable, limit: number, recipientKey?: string, beforeId?: string) {
    const recipient = recipientKey === undefined ? undefined : eq(mails.recipientKey, recipientKey);
    return tx
      .select()
      .from(mails)
      .where(and(recipient, beforeId === undefined ? undefined : lt(mails.id, beforeId)))
      .orderBy(desc(mails.id))
      .limit(limit + 1);
  }

  /** Mails to some recipients in the order of their ids, at most `limit`. */
  async listInOrder(
    tx: Queryable,
    keys: readonly string[],
    limit: number,
    afterId?: string,
  ): Promise<MailRow[]> {
    const after = afterId === undefined ? undefined : gt(mails.id, afterId);
    return tx
      .select()
      .from(mails)
      .where(and(inArray(mails.recipientKey, [...keys]), after))
      .orderBy(asc(mails.id))
      .limit(limit);
  }

  /** Removes mails to a recipient. */
  async removeOf(tx: Queryable, key: string): Promise<void> {
    await removeAll(tx, mails, eq(mails.recipientKey, key));
  }

  /** Removes mails older than `before`: sent, given up, or caught in the mailbox. */
  async purge(tx: Queryable, before: Date): Promise<void> {
    await removeAll(tx, mails, lt(mails.createdAt, before));
  }
}
