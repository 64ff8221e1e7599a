import { Injectable } from '@nestjs/common';
import { type SQL, sql } from 'drizzle-orm';
import type { CloudEvent } from '@gatehouse/contracts/events';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import type { EventListener } from '../../../platform/events/event-listener.js';
import { inboxTable, outboxTable } from '../../../platform/events/events.table.js';
import type { EventEntry } from '../../../platform/events/outbox/outbox.repository.js';
import type { ReplayRow } from './replays.table.js';

type Range = Pick<ReplayRow, 'from' | 'until' | 'types' | 'createdAt'>;

/** What the outboxes still hold of the past. */
@Injectable()
export class PastEventsRepository {
  async count(
    queryable: Queryable,
    outbox: string,
    listener: EventListener,
    range: Range,
  ): Promise<number> {
    const found = await queryable.execute<{ count: number }>(sql`
      SELECT count(*)::int AS count FROM ${outboxTable(outbox)} AS past
       WHERE ${belongs(listener, range)}`);
    return found.rows[0]?.count ?? 0;
  }

  /** Those after a position, in order. */
  async listAfter(
    queryable: Queryable,
    outbox: string,
    listener: EventListener,
    { position, ...range }: Range & Pick<ReplayRow, 'position'>,
    limit: number,
  ): Promise<EventEntry[]> {
    const found = await queryable.execute<{ position: string; event: CloudEvent }>(sql`
      SELECT position, event FROM ${outboxTable(outbox)} AS past
       WHERE position > ${position} AND ${belongs(listener, range)}
       ORDER BY position LIMIT ${limit}`);
    return found.rows.map((row) => ({ ...row, position: Number(row.position) }));
  }

  /** Events of one type since a time, whatever a replay asks for. */
  async listOfType(
    queryable: Queryable,
    outbox: string,
    type: string,
    from: Date,
  ): Promise<CloudEvent[]> {
    const found = await queryable.execute<{ event: CloudEvent }>(sql`
      SELECT event FROM ${outboxTable(outbox)} AS past
       WHERE type = ${type} AND published_at IS NOT NULL
         AND (event->>'time')::timestamptz >= ${from.toISOString()}
       ORDER BY position`);
    return found.rows.map(({ event }) => event);
  }

  /** Marks events as had, where they were not: what is still on its way then has no second effect. */
  async markHad(
    tx: Transaction,
    { module, name }: EventListener,
    entries: readonly EventEntry[],
  ): Promise<void> {
    const ids = sql.param(entries.map(({ event }) => event.id));
    await tx.execute(sql`
      INSERT INTO ${inboxTable(module)} (event_id, listener)
      SELECT id, ${name} FROM unnest(${ids}::uuid[]) AS event (id)
      ON CONFLICT DO NOTHING`);
  }
}

/**
 * Published before the replay began, so that its end does not run away, and nothing that the
 * listener has yet to try again: it will have that anyway.
 */
function belongs(
  { module, name, types: wanted }: EventListener,
  { from, until, types, createdAt }: Range,
): SQL {
  const asked = [types, wanted === 'all' ? null : wanted].filter((list) => list !== null);
  const ofTypes = asked.map((list) => sql`AND past.type = ANY(${sql.param([...list])}::text[])`);
  return sql`past.published_at < ${createdAt.toISOString()}
         AND (past.event->>'time')::timestamptz >= ${from.toISOString()}
         AND (past.event->>'time')::timestamptz < ${until.toISOString()}
         ${sql.join(ofTypes, sql` `)}
         AND NOT EXISTS (SELECT FROM ${inboxTable(module)} AS had
              WHERE had.event_id = past.id AND had.listener = ${name} AND had.state <> 'done')`;
}
