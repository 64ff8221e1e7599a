import { Injectable } from '@nestjs/common';
import type { WebhookDelivery } from '@gatehouse/contracts/webhooks';
import { and, count, desc, eq, getTableColumns, gt, gte, inArray, lt, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, removeAll } from '../../../platform/database/primitives.js';
import { endpoints } from '../endpoints/endpoints.table.js';
import { type AttemptRow, attempts, type DeliveryRow, deliveries } from './deliveries.table.js';

/** Deliveries of an endpoint that were made in a time. */
export interface DeliveriesWindow {
  readonly endpointId: string;
  readonly since: Date;
  readonly until: Date;
}

@Injectable()
export class DeliveriesRepository {
  /** Adds deliveries; an event that an endpoint has already is left out. */
  async insert(tx: Transaction, rows: readonly DeliveryRow[]): Promise<void> {
    if (rows.length === 0) return;
    await tx
      .insert(deliveries)
      .values([...rows])
      .onConflictDoNothing();
  }

  /** Removes deliveries, with their tries, that have one of the words in them. */
  async removeAbout(tx: Transaction, words: readonly string[]): Promise<void> {
    await tx.execute(sql`SET LOCAL statement_timeout = '15min'`);
    const folded = sql.param(words.map((word) => word.toLowerCase()));
    await tx.execute(sql`
      DELETE FROM ${deliveries} WHERE EXISTS (
        SELECT FROM unnest(${folded}::text[]) AS word WHERE strpos(lower(payload), word) > 0)`);
  }

  /** Latest first, one more than `limit`. */
  async list(
    tx: Queryable,
    endpointId: string,
    limit: number,
    filter: { readonly state?: WebhookDelivery['state'] | undefined; readonly beforeId?: string },
  ): Promise<DeliveryRow[]> {
    const { state, beforeId } = filter;
    return tx
      .select()
      .from(deliveries)
      .where(
        and(
          eq(deliveries.endpointId, endpointId),
          state && eq(deliveries.state, state),
          beforeId === undefined ? undefined : lt(deliveries.id, beforeId),
        ),
      )
      .orderBy(desc(deliveries.id))
      .limit(limit + 1);
  }

  /** Null when the organization has no such delivery. */
  async find(tx: Queryable, organizationId: string, id: string): Promise<DeliveryRow | null> {
    const [row] = await tx
      .select(getTableColumns(deliveries))
      .from(deliveries)
      .innerJoin(endpoints, eq(endpoints.id, deliveries.endpointId))
      .where(and(eq(deliveries.id, id), eq(endpoints.organizationId, organizationId)));
    return row ?? null;
  }

  /** Tries of a delivery, latest first, one more than `limit`. */
  async listAttempts(
    tx: Queryable,
    deliveryId: string,
    limit: number,
    beforeId?: string,
  ): Promise<AttemptRow[]> {
    const before = beforeId === undefined ? undefined : lt(attempts.id, beforeId);
    return tx
      .select()
      .from(attempts)
      .where(and(eq(attempts.deliveryId, deliveryId), before))
      .orderBy(desc(attempts.id))
      .limit(limit + 1);
  }

  /** Puts a delivery on the schedule from its beginning; whoever is sending it has lost it. */
  async restart(tx: Transaction, id: string, now: Date): Promise<DeliveryRow | null> {
    return consumeOne(tx, deliveries, eq(deliveries.id, id), restarted(now));
  }

  async countFailed(tx: Queryable, window: DeliveriesWindow): Promise<number> {
    const [row] = await tx.select({ count: count() }).from(deliveries).where(failedIn(window));
    return row?.count ?? 0;
  }

  /**
   * Puts some of the failed deliveries after an id on the schedule again, in the order of their ids.
   * @returns the ids.
   */
  async restartFailed(
    tx: Transaction,
    window: DeliveriesWindow,
    afterId: string | null,
    limit: number,
    now: Date,
  ): Promise<string[]> {
    const some = tx
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(and(failedIn(window), afterId === null ? undefined : gt(deliveries.id, afterId)))
      .orderBy(deliveries.id)
      .limit(limit)
      .for('update');
    const rows = await tx
      .update(deliveries)
      .set(restarted(now))
      .where(inArray(deliveries.id, some))
      .returning({ id: deliveries.id });
    return rows.map(({ id }) => id).toSorted();
  }

  /** Removes what is older, tries included. */
  async purge(tx: Queryable, before: Date): Promise<number> {
    return removeAll(tx, deliveries, lt(deliveries.createdAt, before));
  }
}

const failedIn = ({ endpointId, since, until }: DeliveriesWindow) =>
  and(
    eq(deliveries.endpointId, endpointId),
    eq(deliveries.state, 'failed'),
    gte(deliveries.createdAt, since),
    lt(deliveries.createdAt, until),
  );

const restarted = (now: Date) => ({
  state: 'pending' as const,
  claim: sql`${deliveries.claim} + 1`,
  round: 0,
  nextAttemptAt: now,
  leasedUntil: null,
});
