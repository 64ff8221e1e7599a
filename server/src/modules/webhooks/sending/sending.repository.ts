import { Injectable } from '@nestjs/common';
import { and, eq, getTableColumns, inArray, isNull, sql } from 'drizzle-orm';
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

const settleText = `
  WITH working AS (
    UPDATE webhooks.endpoints SET failing_since = NULL WHERE id = ANY (ARRAY(
      SELECT id FROM webhooks.endpoints
       WHERE id = ANY ($1::uuid[]) AND failing_since IS NOT NULL
       ORDER BY id FOR NO KEY UPDATE))
    RETURNING id),
  mine AS (
    SELECT tried.*
      FROM unnest($2::uuid[], $3::uuid[], $4::int[], $5::timestamptz[], $6::int[], $7::int[],
                  $8::jsonb[], $9::text[])
        AS tried (attempt_id, id, claim, started_at, duration, status, headers, body)
      JOIN webhooks.deliveries d ON d.id = tried.id AND d.claim = tried.claim
     WHERE (SELECT count(*) FROM working) >= 0
       FOR UPDATE OF d SKIP LOCKED),
  settled AS (
    UPDATE webhooks.deliveries d
       SET state = 'succeeded', attempts = attempts + 1, last_status = mine.status,
           leased_until = NULL
      FROM mine WHERE d.id = mine.id),
  written AS (
    INSERT INTO webhooks.attempts
           (id, delivery_id, started_at, duration, status, response_headers, response_body)
    SELECT attempt_id, id, started_at, duration, status, headers, body FROM mine)
  SELECT attempt_id FROM mine`;

@Injectable()
export class SendingRepository {
  constructor(private readonly database: Database) {}

  /**
   * Some deliveries that are due, of endpoints of one lane: of each not more than there is room for. Of endpoints that are paused or switched off, try-outs alone.
   * @param turn endpoint that had its turn last: those behind it come first, so that no backlog of
   * one keeps others waiting.
   */
  async claim(
    now: Date,
    leasedUntil: Date,
    { lane, free, perEndpoint, allowances, slow }: Room,
    turn: string,
  ): Promise<ClaimedDelivery[]> {
    const isOfLane = sql`(e.id = ANY (${sql.param([...slow])}::uuid[])) = ${lane === 'slow'}`;
    const isDue = sql`state = 'pending' AND next_attempt_at <= ${now}
           AND (leased_until IS NULL OR leased_until <= ${now})`;
    const due = sql`
      SELECT due.id FROM webhooks.endpoints e
      LEFT JOIN unnest(${sql.param([...allowances.keys()])}::uuid[],
                       ${sql.param([...allowances.values()])}::int[])
             AS allowance (id, count) ON allowance.id = e.id
      CROSS JOIN LATERAL (
        SELECT id FROM webhooks.deliveries
         WHERE endpoint_id = e.id AND ${isDue}
         ORDER BY next_attempt_at
         LIMIT coalesce(allowance.count, ${perEndpoint}::int) FOR UPDATE SKIP LOCKED) AS due
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

  /** Gives back claimed deliveries that were not tried. */
  async giveBack(claimed: readonly ClaimedDelivery[]): Promise<void> {
    if (claimed.length === 0) return;
    const ids = sql.param(claimed.map(({ delivery }) => delivery.id));
    const claims = sql.param(claimed.map(({ delivery }) => delivery.claim));
    const mine = sql`unnest(${ids}::uuid[], ${claims}::int[]) AS mine (id, claim)`;
    await this.database.connection
      .update(deliveries)
      .set({ leasedUntil: null })
      .from(mine)
      .where(sql`mine.id = ${deliveries.id} AND mine.claim = ${deliveries.claim}`);
  }

  /**
   * Gives back claimed deliveries that succeeded, with the attempts made, and notes that their
   * endpoints work: one statement, which has the endpoints before their deliveries, as a switch-off
   * has. For deliveries it waits for nobody, so that however many it has and in whatever order, nobody
   * waits for it in turn: those that are locked are left to `settle`.
   * @returns the ids of the attempts whose deliveries were the caller's, and not locked.
   */
  async settleSuccesses(successes: readonly Success[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.statement<{ attempt_id: string }>(
      'webhook_deliveries_settle',
      settleText,
      [
        successes.map(({ delivery }) => delivery.endpointId),
        successes.map(({ attempt }) => attempt.id),
        successes.map(({ delivery }) => delivery.id),
        successes.map(({ delivery }) => delivery.claim),
        successes.map(({ attempt }) => attempt.startedAt),
        successes.map(({ attempt }) => attempt.duration),
        successes.map(({ attempt }) => attempt.status),
        successes.map(({ attempt }) => JSON.stringify(attempt.responseHeaders)),
        successes.map(({ attempt }) => attempt.responseBody),
      ],
    );
    return new Set(rows.map(({ attempt_id: id }) => id));
  }

  /** Notes since when an endpoint fails. */
  async markFailing(tx: Transaction, endpointId: string, since: Date): Promise<void> {
    await tx
      .update(endpoints)
      .set({ failingSince: since })
      .where(and(eq(endpoints.id, endpointId), isNull(endpoints.failingSince)));
  }
}
