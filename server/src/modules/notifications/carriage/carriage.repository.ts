import { Injectable } from '@nestjs/common';
import type { Category, Channel } from '@gatehouse/contracts/notifications/categories';
import { and, asc, eq, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { type DeliveryRow, deliveries } from '../deliveries/deliveries.table.js';
import { addresses } from './carriage.table.js';

/** Somebody at an address that something may be sent to now. */
export interface DueAddress {
  readonly channel: Channel;
  readonly addressKey: string;
  readonly userId: string;
}

const isDue = (now: Date) =>
  and(
    eq(deliveries.state, 'queued'),
    isNull(deliveries.messageId),
    eq(deliveries.awaitsAddress, false),
    lte(deliveries.dueAt, now),
  );

@Injectable()
export class CarriageRepository {
  /** How many that leave the house are due and not in a message yet. */
  async countDue(queryable: Queryable, now: Date): Promise<number> {
    return queryable.$count(deliveries, and(isDue(now), isNotNull(deliveries.addressKey)));
  }

  /**
   * Where something has been due the longest, of some categories or of all, first; as often as
   * something is due there, so that no more rows are read than asked for.
   */
  async listDue(
    tx: Queryable,
    now: Date,
    limit: number,
    categories?: readonly Category[],
  ): Promise<DueAddress[]> {
    const { channel, addressKey, userId, category } = deliveries;
    const itsAddress = and(eq(addresses.channel, channel), eq(addresses.addressKey, addressKey));
    const isFree = or(isNull(addresses.nextMessageAt), lte(addresses.nextMessageAt, now));
    const isOfThem = categories && inArray(category, [...categories]);
    const rows = await tx
      .select({ channel, addressKey, userId })
      .from(deliveries)
      .leftJoin(addresses, itsAddress)
      .where(and(isDue(now), isNotNull(addressKey), isFree, isOfThem))
      .orderBy(asc(deliveries.dueAt))
      .limit(limit);
    return rows.flatMap((row) =>
      row.addressKey === null ? [] : [{ ...row, addressKey: row.addressKey }],
    );
  }

  /**
   * Takes an address until the transaction ends; false when another process has it. Rows alone would
   * be shared out between processes that look at the same moment, and joined by none of them.
   */
  async take(tx: Transaction, { channel, addressKey }: DueAddress): Promise<boolean> {
    const found = await tx.execute<{ mine: boolean }>(sql`
      SELECT pg_try_advisory_xact_lock(
        hashtextextended(${`gatehouse:carriage:${channel}:${addressKey}`}, 0)) AS mine`);
    return found.rows[0]?.mine === true;
  }

  /** What is due there, oldest first, the caller's until the transaction ends. */
  async claim(
    tx: Transaction,
    { channel, addressKey, userId }: DueAddress,
    now: Date,
    limit: number,
  ): Promise<DeliveryRow[]> {
    return tx
      .select()
      .from(deliveries)
      .where(
        and(
          isDue(now),
          eq(deliveries.channel, channel),
          eq(deliveries.addressKey, addressKey),
          eq(deliveries.userId, userId),
        ),
      )
      .orderBy(asc(deliveries.id))
      .limit(limit)
      .for('update', { skipLocked: true });
  }

  /** Puts a delivery off that no message could be made of. */
  async putOff(tx: Transaction, { id, tries }: DeliveryRow, dueAt: Date): Promise<void> {
    const change = { tries: tries + 1, dueAt };
    await tx.update(deliveries).set(change).where(eq(deliveries.id, id));
  }

  /** Says which message carries some deliveries. */
  async join(tx: Transaction, ids: readonly string[], messageId: string, now: Date): Promise<void> {
    await tx
      .update(deliveries)
      .set({ messageId, updatedAt: now })
      .where(inArray(deliveries.id, [...ids]));
  }

  /** What a message carries and nothing newer carries. */
  async findCarried(queryable: Queryable, messageId: string): Promise<DeliveryRow[]> {
    return queryable.select().from(deliveries).where(eq(deliveries.messageId, messageId));
  }

  /** The same, the caller's until the transaction ends. */
  async lockCarried(tx: Transaction, messageId: string): Promise<DeliveryRow[]> {
    return tx.select().from(deliveries).where(eq(deliveries.messageId, messageId)).for('update');
  }
}
