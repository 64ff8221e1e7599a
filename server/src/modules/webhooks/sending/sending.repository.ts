import { Injectable } from '@nestjs/common';
import { and, eq, getTableColumns, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { consumeOne } from '../../../platform/database/primitives.js';
import {
  type AttemptRow,
  attempts,
  type DeliveryRow,
  deliveries,
} from '../deliveries/deliveries.table.js';
import { type EndpointRow, endpoints } from '../endpoints/endpoints.table.js';
import { testType } from '../endpoints/event-types.js';
import type { Room } from './places.js';

/** A delivery that is the caller's to send until its lease ends. */
export interface ClaimedDelivery {
  readonly delivery: DeliveryRow;
  readonly endpoint: EndpointRow;
}

/** A delivery that its receiver accepted. */
export interface Success {
  readonly delivery: DeliveryRow;
  readonly attempt: AttemptRow;
}

@Injectable()
export class SendingRepository {
  constructor(private readonly database: Database) {}

  /**
   * Some deliveries that are due, of endpoints of one lane: of each not more than may be under way at
   * once. Of endpoints that are paused or switched off, try-outs alone.
   * @param turn endpoint that had its turn last: those behind it come first, so that no backlog of
   * one keeps others waiting.
   */
  async claim(
    now: Date,
    leasedUntil: Date,
    { lane, free, perEndpoint, busy, slow }: Room,
    turn: string,
  ): Promise<ClaimedDelivery[]> {
    const isOfLane = sql`(e.id = ANY (${sql.param([...slow])}::uuid[])) = ${lane === 'slow'}`;
    const isDue = sql`state = 'pending' AND next_attempt_at <= ${now}
           AND (leased_until IS NULL OR leased_until <= ${now})`;
    const due = sql`
      SELECT due.id FROM webhooks.endpoints e
      LEFT JOIN unnest(${sql.param([...busy.keys()])}::uuid[],
                       ${sql.param([...busy.values()])}::int[]) AS busy (id, count) ON busy.id = e.id
      CROSS JOIN LATERAL (
        SELECT id FROM webhooks.deliveries
         WHERE endpoint_id = e.id AND ${isDue}
         ORDER BY next_attempt_at
         LIMIT greatest(0, ${perEndpoint}::int - coalesce(busy.count, 0)) FOR UPDATE SKIP LOCKED) AS due
      WHERE e.status = 'enabled' AND ${isOfLane}
      ORDER BY e.id <= ${turn}, e.id LIMIT ${free}`;
    const tests = sql`
      SELECT d.id FROM webhooks.deliveries d JOIN webhooks.endpoints e ON e.id = d.endpoint_id
       WHERE ${isDue} AND d.event_type = ${testType} AND e.status <> 'enabled' AND ${isOfLane}
       LIMIT ${free} FOR UPDATE OF d SKIP LOCKED`;
    const claimed = sql`(${deliveries.id} = ANY (ARRAY(${due})) OR ${deliveries.id} = ANY (ARRAY(${tests})))`;
    const rows = await this.database.connection
      .update(deliveries)
      .set({ leasedUntil, claim: sql`${deliveries.claim} + 1` })
      .from(endpoints)
      .where(and(eq(endpoints.id, deliveries.endpointId), claimed))
      .returning({ delivery: getTableColumns(deliveries), endpoint: getTableColumns(endpoints) });
    return rows;
  }

  /** Deliveries to enabled endpoints that are to be sent, or sent again. */
  async countPending(): Promise<number> {
    const { connection } = this.database;
    const enabled = connection
      .select({ id: endpoints.id })
      .from(endpoints)
      .where(eq(endpoints.status, 'enabled'));
    const pending = and(eq(deliveries.state, 'pending'), inArray(deliveries.endpointId, enabled));
    return connection.$count(deliveries, pending);
  }

  /** Gives a claimed delivery back with what became of it; false when it is somebody else's by now. */
  async settle(
    tx: Transaction,
    { id, claim }: DeliveryRow,
    outcome: Partial<DeliveryRow>,
    attempt: AttemptRow,
  ): Promise<boolean> {
    const mine = and(eq(deliveries.id, id), eq(deliveries.claim, claim));
    const settled = await consumeOne(tx, deliveries, mine, {
      ...outcome,
      attempts: sql`${deliveries.attempts} + 1`,
      lastStatus: attempt.status,
      leasedUntil: null,
    });
    if (settled) await tx.insert(attempts).values(attempt);
    return settled !== null;
  }

  /**
   * Gives back claimed deliveries that succeeded. It waits for nobody, so that however many it has and
   * in whatever order, nobody waits for it in turn: those that are locked are left to `settle`.
   * @returns the ids of the attempts whose deliveries were the caller's, and not locked.
   */
  async settleSuccesses(
    tx: Transaction,
    successes: readonly Success[],
  ): Promise<ReadonlySet<string>> {
    const column = (of: (success: Success) => unknown) => sql.param(successes.map(of));
    const tried = sql`unnest(
      ${column(({ attempt }) => attempt.id)}::uuid[], ${column(({ delivery }) => delivery.id)}::uuid[],
      ${column(({ delivery }) => delivery.claim)}::int[], ${column(({ attempt }) => attempt.status)}::int[])
      AS tried (attempt_id, id, claim, status)`;
    const free = sql`SELECT d.id FROM webhooks.deliveries d JOIN ${tried} USING (id, claim)
      FOR UPDATE OF d SKIP LOCKED`;
    const isMine = sql`tried.id = ${deliveries.id} AND tried.claim = ${deliveries.claim}`;
    const rows = await tx
      .update(deliveries)
      .set({
        state: 'succeeded',
        attempts: sql`${deliveries.attempts} + 1`,
        lastStatus: sql`tried.status`,
        leasedUntil: null,
      })
      .from(tried)
      .where(and(isMine, sql`${deliveries.id} = ANY (ARRAY(${free}))`))
      .returning({ attemptId: sql<string>`tried.attempt_id` });
    const settled = new Set(rows.map(({ attemptId }) => attemptId));
    const made = successes.flatMap(({ attempt }) => (settled.has(attempt.id) ? [attempt] : []));
    if (made.length > 0) await tx.insert(attempts).values(made);
    return settled;
  }

  /** Notes since when an endpoint fails. */
  async markFailing(tx: Transaction, endpointId: string, since: Date): Promise<void> {
    await tx
      .update(endpoints)
      .set({ failingSince: since })
      .where(and(eq(endpoints.id, endpointId), isNull(endpoints.failingSince)));
  }

  /** Notes that endpoints work. In the order of their ids, so that nobody waits for each other. */
  async markWorking(tx: Transaction, endpointIds: readonly string[]): Promise<void> {
    const failing = tx
      .select({ id: endpoints.id })
      .from(endpoints)
      .where(and(inArray(endpoints.id, [...endpointIds]), isNotNull(endpoints.failingSince)))
      .orderBy(endpoints.id)
      .for('no key update');
    await tx
      .update(endpoints)
      .set({ failingSince: null })
      .where(sql`${endpoints.id} = ANY (ARRAY(${failing}))`);
  }
}
