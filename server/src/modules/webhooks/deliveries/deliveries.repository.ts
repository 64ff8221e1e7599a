import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { ResponseClass, WebhookDelivery } from '@gatehouse/contracts/webhooks';
import {
  and,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  isNull,
  lt,
  ne,
  not,
  type SQL,
  sql,
} from 'drizzle-orm';
import { newId } from '../../../kernel/id.js';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { naming } from '../../../platform/database/naming/naming.js';
import { consumeOne, removeAll } from '../../../platform/database/primitives.js';
import { recordsetOf } from '../../../platform/database/recordset.js';
import { type Step, throughRows } from '../../../platform/database/gradual/through-rows.js';
import type { ErasedPerson } from '../../../platform/erasure/steps.js';
import { endpoints } from '../endpoints/endpoints.table.js';
import { type AttemptRow, attempts, type DeliveryRow, deliveries } from './deliveries.table.js';

/** Which deliveries a list shows. */
export interface DeliveryFilter {
  readonly state?: WebhookDelivery['state'] | undefined;
  readonly eventType?: string | undefined;
  readonly eventId?: string | undefined;
  readonly response?: ResponseClass | undefined;
  readonly beforeId?: string;
}

/** Deliveries of an endpoint that were made in a time. */
export interface DeliveriesWindow {
  readonly endpointId: string;
  readonly since: Date;
  readonly until: Date;
}

@Injectable()
export class DeliveriesRepository {
  /** Removes deliveries, with their tries, that name a person by id or otherwise; that they were erased stays. */
  readonly forgettingPerson: Step<ErasedPerson> = throughRows({
    table: deliveries,
    key: deliveries.id,
    change: (tx, { userId, names, erasedAt }, rows) => {
      const isNamed = naming(names).inDocument(sql`payload::jsonb`);
      const isEarlier = sql`(payload::jsonb ->> 'timestamp')::timestamptz <= ${erasedAt.toISOString()}`;
      const isAbout = sql`(strpos(payload, ${userId}) > 0 OR (${isNamed} AND ${isEarlier}))`;
      const isNews = eq(deliveries.eventType, events.memberErased.type);
      return tx.delete(deliveries).where(and(rows, not(isNews), isAbout));
    },
  });

  /** Adds deliveries; an event that an endpoint has already is left out. */
  async insert(tx: Transaction, rows: readonly DeliveryRow[]): Promise<void> {
    if (rows.length === 0) return;
    const { columns, records } = recordsetOf(deliveries, rows);
    await tx.execute(sql`
      INSERT INTO ${deliveries} (${columns}) SELECT ${columns} FROM ${records} ON CONFLICT DO NOTHING`);
  }

  /** Latest first, one more than `limit`. */
  async list(
    tx: Queryable,
    endpointId: string,
    limit: number,
    { state, eventType, eventId, response, beforeId }: DeliveryFilter,
  ): Promise<DeliveryRow[]> {
    return tx
      .select()
      .from(deliveries)
      .where(
        and(
          eq(deliveries.endpointId, endpointId),
          state && eq(deliveries.state, state),
          eventType === undefined ? undefined : eq(deliveries.eventType, eventType),
          eventId === undefined ? undefined : eq(deliveries.eventId, eventId),
          response && answered(response),
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

  /** What waits for an endpoint that is switched off. */
  async switchOff(tx: Transaction, endpointId: string): Promise<void> {
    const waits = and(eq(deliveries.endpointId, endpointId), eq(deliveries.state, 'pending'));
    await tx.update(deliveries).set({ state: 'switched_off' }).where(waits);
  }

  /**
   * Gives up some of what has waited since before a moment, as of an endpoint that is paused, with a
   * try in the log that says so: it is seen, and can be sent again, for as long again as it was kept.
   * @returns how many it were.
   */
  async giveUp(tx: Transaction, before: Date, now: Date, limit: number): Promise<number> {
    const some = tx
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(and(eq(deliveries.state, 'pending'), lt(deliveries.createdAt, before)))
      .limit(limit)
      .for('update', { skipLocked: true });
    const rows = await tx
      .update(deliveries)
      .set({ state: 'failed', claim: sql`${deliveries.claim} + 1`, leasedUntil: null })
      .where(inArray(deliveries.id, some))
      .returning({ deliveryId: deliveries.id });
    const error = 'It waited for longer than deliveries are kept';
    const told = { startedAt: now, duration: 0, error, responseHeaders: {}, responseBody: '' };
    const tries = rows.map(({ deliveryId }) => ({ id: newId(), deliveryId, ...told }));
    if (tries.length > 0) await tx.insert(attempts).values(tries);
    return rows.length;
  }

  /** Removes what is over and older, tries included, unless it was tried since. */
  async purge(tx: Queryable, before: Date): Promise<number> {
    const triedSince = sql`EXISTS (SELECT FROM ${attempts}
      WHERE delivery_id = ${deliveries.id} AND started_at >= ${before.toISOString()}::timestamptz)`;
    const isOver = and(ne(deliveries.state, 'pending'), lt(deliveries.createdAt, before));
    return removeAll(tx, deliveries, and(isOver, not(triedSince)));
  }
}

/** Those whose last try was answered so. */
function answered(response: ResponseClass): SQL | undefined {
  const { attempts: tries, lastStatus } = deliveries;
  if (response === 'none') return and(gt(tries, 0), isNull(lastStatus));
  const first = Number(response[0]) * 100;
  return and(gte(lastStatus, first), lt(lastStatus, first + 100));
}

const failedIn = ({ endpointId, since, until }: DeliveriesWindow) =>
  and(
    eq(deliveries.endpointId, endpointId),
    inArray(deliveries.state, ['failed', 'switched_off']),
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
