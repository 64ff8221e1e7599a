import { Injectable } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import type { CloudEvent } from '@gatehouse/contracts/events';
import type { Queryable, Transaction } from '../../database/database.js';
import { inboxTable, isOfLane, outboxTable } from '../events.table.js';
import type { EventListener } from '../event-listener.js';
import type { Recipient } from '../lanes.js';
import { cached } from '../outbox/cached.js';
import type { EventEntry } from '../outbox/outbox.repository.js';

export interface Taken {
  /** Ids of the events that are this transaction's to handle. */
  readonly fresh: ReadonlySet<string>;
  /** Of the subjects of these events those that have a failed one: their next events must wait behind it. */
  readonly blocked: ReadonlySet<string>;
}

const inboxOf = cached(inboxTable);
const outboxOf = cached(outboxTable);

/** What each listener has had: the marks that make an effect happen once. */
@Injectable()
export class InboxRepository {
  /** Takes the turn of a listener's lane until the transaction ends; false when somebody else has it. */
  async takeTurn(tx: Transaction, { address }: Recipient): Promise<boolean> {
    const found = await tx.execute<{ mine: boolean }>(sql`
      SELECT pg_try_advisory_xact_lock(hashtextextended(${`gatehouse:listener:${address}`}, 0)) AS mine`);
    return found.rows[0]?.mine === true;
  }

  /**
   * Marks events as had, but those that were marked before, and those whose subject has a failed
   * event. Null, and nothing marked, when the event `after` was not had yet.
   */
  async take(
    tx: Transaction,
    { module, name }: EventListener,
    entries: readonly EventEntry[],
    after: string | null,
  ): Promise<Taken | null> {
    const inbox = inboxOf(module);
    const ids = sql.param(entries.map(({ event }) => event.id));
    const subjects = sql.param(entries.map(({ event }) => event.subject ?? null));
    const found = await tx.execute<{ ready: boolean; fresh: string[]; blocked: string[] }>(sql`
      WITH turn AS MATERIALIZED (
        SELECT ${after}::uuid IS NULL OR EXISTS (
          SELECT 1 FROM ${inbox} WHERE event_id = ${after}::uuid AND listener = ${name}) AS ready),
      blocked AS MATERIALIZED (
        SELECT DISTINCT subject FROM ${inbox}
         WHERE listener = ${name} AND state <> 'done' AND state <> 'parked'
           AND subject = ANY (${subjects}::text[])),
      fresh AS (
        INSERT INTO ${inbox} (event_id, listener)
        SELECT event.id, ${name}
          FROM turn, unnest(${ids}::uuid[], ${subjects}::text[]) AS event (id, subject)
         WHERE turn.ready
           AND NOT EXISTS (SELECT 1 FROM blocked WHERE blocked.subject = event.subject)
        ON CONFLICT DO NOTHING
        RETURNING event_id)
      SELECT ready, ARRAY(SELECT event_id::text FROM fresh) AS fresh,
             ARRAY(SELECT subject FROM blocked) AS blocked
        FROM turn`);
    const row = found.rows[0];
    if (row?.ready !== true) return null;
    return { fresh: new Set(row.fresh), blocked: new Set(row.blocked) };
  }

  /** Keeps events that stand behind a failed one of their subject. */
  async hold(
    tx: Transaction,
    { module, name }: EventListener,
    entries: readonly EventEntry[],
  ): Promise<void> {
    if (entries.length === 0) return;
    const events = sql.param(entries.map(({ event }) => JSON.stringify(event)));
    await tx.execute(sql`
      INSERT INTO ${inboxOf(module)} (event_id, listener, state, position, subject, event)
      SELECT (event->>'id')::uuid, ${name}, 'waiting', position, event->>'subject', event
        FROM unnest(${events}::text[]::jsonb[], ${sql.param(entries.map((entry) => entry.position))}::bigint[])
          AS held (event, position)
      ON CONFLICT DO NOTHING`);
  }

  /**
   * Published events of an outbox that a lane wants and the listener has no mark of, oldest first. Those
   * that were settled are left out: every listener has had them.
   */
  async listLacking(
    queryable: Queryable,
    { lane, listener: { module, name, types } }: Recipient,
    outbox: string,
    limit: number,
  ): Promise<EventEntry[]> {
    const wanted = types === 'all' ? sql`true` : sql`type = ANY(${sql.param([...types])}::text[])`;
    const found = await queryable.execute<{ position: string; event: CloudEvent }>(sql`
      SELECT position, event FROM ${outboxOf(outbox)} AS sent
       WHERE published_at IS NOT NULL AND settled_at IS NULL AND ${wanted}
         AND ${isOfLane(lane, sql`subject`)}
         AND NOT EXISTS (
           SELECT 1 FROM ${inboxOf(module)} WHERE event_id = sent.id AND listener = ${name})
       ORDER BY position LIMIT ${limit}`);
    return found.rows.map(({ position, event }) => ({ position: Number(position), event }));
  }

  /** Of these events, the ids that the listener has no mark of. */
  async missing(
    queryable: Queryable,
    { module, name }: EventListener,
    ids: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const found = await queryable.execute<{ id: string }>(sql`
      SELECT id::text FROM unnest(${sql.param([...ids])}::uuid[]) AS event (id)
       WHERE NOT EXISTS (
         SELECT 1 FROM ${inboxOf(module)} WHERE event_id = event.id AND listener = ${name})`);
    return new Set(found.rows.map((row) => row.id));
  }

  /** Deletes up to `limit` of the oldest marks of events that happened before `before`. */
  async purge(queryable: Queryable, module: string, before: Date, limit: number): Promise<number> {
    const inbox = inboxOf(module);
    const done = await queryable.execute(sql`
      DELETE FROM ${inbox} WHERE (event_id, listener) IN (
        SELECT event_id, listener FROM ${inbox}
         WHERE event_id < ${firstIdOf(before)}::uuid AND state = 'done'
         ORDER BY event_id LIMIT ${limit})`);
    return done.rowCount ?? 0;
  }
}

/** The least UUIDv7 of a moment: event ids sort by time, so the primary key finds the old ones. */
function firstIdOf(date: Date): string {
  const hex = date.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
