import { Injectable } from '@nestjs/common';
import { type SQL, sql } from 'drizzle-orm';
import { type CloudEvent, events } from '@gatehouse/contracts/events';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import type { EventListener } from '../../../platform/events/event-listener.js';
import { inboxTable } from '../../../platform/events/events.table.js';

/** An event that a listener gave up on. */
export interface ParkedRow {
  readonly event: CloudEvent;
  readonly listener: string;
  readonly attempts: number;
  readonly error: string;
  readonly parkedAt: Date;
}

/** A place in the list: the event and the listener of a row. */
export interface ParkedPlace {
  readonly eventId: string;
  readonly listener: string;
}

/** Of which type, and when they happened: from a moment until before another. */
export interface WhichParked {
  readonly type?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
}

const isMeant = ({ type, from, until }: WhichParked): SQL => sql`
  (${type ?? null}::text IS NULL OR event->>'type' = ${type ?? null})
  AND (${from?.toISOString() ?? null}::timestamptz IS NULL
    OR (event->>'time')::timestamptz >= ${from?.toISOString() ?? null}::timestamptz)
  AND (${until?.toISOString() ?? null}::timestamptz IS NULL
    OR (event->>'time')::timestamptz < ${until?.toISOString() ?? null}::timestamptz)`;

const isNoErasure = sql`
  event->>'type' NOT IN (${events.userErased.type}, ${events.organizationErased.type})`;

/** What marks an event as had. */
const had = sql`state = 'done', updated_at = now(), position = NULL, subject = NULL, event = NULL,
             next_attempt_at = NULL, error = NULL`;

/** The parked events of all inboxes. */
@Injectable()
export class ParkedRepository {
  /** Those of these listeners, latest event first. */
  async list(
    queryable: Queryable,
    listeners: readonly EventListener[],
    which: WhichParked,
    before: ParkedPlace | null,
    limit: number,
  ): Promise<ParkedRow[]> {
    if (listeners.length === 0) return [];
    const found = await queryable.execute<{
      event: CloudEvent;
      listener: string;
      attempts: number;
      error: string;
      at: string;
    }>(sql`
      SELECT event, listener, attempts, error, at FROM (${parkedOf(listeners)}) AS parked
       WHERE ${isMeant(which)} AND (${before?.eventId ?? null}::uuid IS NULL
          OR (event_id, listener) < (${before?.eventId ?? null}::uuid, ${before?.listener ?? null}))
       ORDER BY event_id DESC, listener DESC LIMIT ${limit}`);
    return found.rows.map(({ at, ...row }) => ({ ...row, parkedAt: new Date(at) }));
  }

  /** How many there are, by listener; those without any are left out. */
  async count(
    queryable: Queryable,
    listeners: readonly EventListener[],
  ): Promise<ReadonlyMap<string, number>> {
    if (listeners.length === 0) return new Map();
    const found = await queryable.execute<{ listener: string; count: number }>(sql`
      SELECT listener, count(*)::int AS count FROM (${parkedOf(listeners)}) AS parked
       GROUP BY listener`);
    return new Map(found.rows.map(({ listener, count }) => [listener, count]));
  }

  /** Gives parked events their tries back: one, or all of the listener. @returns how many it were. */
  async retry(
    tx: Transaction,
    { module, name }: EventListener,
    eventId: string | null,
    now: Date,
  ): Promise<number> {
    const done = await tx.execute(sql`
      UPDATE ${inboxTable(module)}
         SET state = 'failed', attempts = 0, next_attempt_at = ${now.toISOString()}, updated_at = now()
       WHERE listener = ${name} AND state = 'parked'
         AND (${eventId}::uuid IS NULL OR event_id = ${eventId}::uuid)`);
    return done.rowCount ?? 0;
  }

  /** Counts an event as had. @returns its type, or null when it is not parked. */
  async discard(
    tx: Transaction,
    { module, name }: EventListener,
    eventId: string,
  ): Promise<string | null> {
    const found = await tx.execute<{ type: string }>(sql`
      WITH parked AS MATERIALIZED (
        SELECT event->>'type' AS type FROM ${inboxTable(module)}
         WHERE event_id = ${eventId} AND listener = ${name} AND state = 'parked' FOR UPDATE)
      UPDATE ${inboxTable(module)}
         SET ${had}
        FROM parked
       WHERE event_id = ${eventId} AND listener = ${name}
      RETURNING parked.type`);
    return found.rows[0]?.type ?? null;
  }

  /** Counts those that are meant as had, but for news of erasures. @returns how many it were. */
  async discardAll(
    tx: Transaction,
    { module, name }: EventListener,
    which: WhichParked,
  ): Promise<number> {
    const done = await tx.execute(sql`
      UPDATE ${inboxTable(module)}
         SET ${had}
       WHERE listener = ${name} AND state = 'parked' AND ${isMeant(which)} AND ${isNoErasure}`);
    return done.rowCount ?? 0;
  }

  /**
   * Counts some events as had that were parked before a time, oldest first. That somebody or an
   * organization was erased stays: until it is handled, something of them is left.
   * @returns how many it were.
   */
  async expire(
    tx: Transaction,
    { module, name }: EventListener,
    before: Date,
    limit: number,
  ): Promise<number> {
    const done = await tx.execute(sql`
      UPDATE ${inboxTable(module)}
         SET ${had}
       WHERE listener = ${name} AND event_id IN (
         SELECT event_id FROM ${inboxTable(module)}
          WHERE listener = ${name} AND state = 'parked' AND updated_at < ${before.toISOString()}
            AND ${isNoErasure}
          ORDER BY updated_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)`);
    return done.rowCount ?? 0;
  }
}

function parkedOf(listeners: readonly EventListener[]): SQL {
  const names = sql.param(listeners.map(({ name }) => name));
  const modules = [...new Set(listeners.map(({ module }) => module))];
  const parts = modules.map(
    (module) => sql`
      SELECT event_id, listener, event, attempts, error, updated_at AS at FROM ${inboxTable(module)}
       WHERE state = 'parked' AND listener = ANY(${names}::text[])`,
  );
  return sql.join(parts, sql` UNION ALL `);
}
