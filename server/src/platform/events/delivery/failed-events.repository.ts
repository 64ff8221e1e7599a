import { Injectable } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import type { CloudEvent } from '@gatehouse/contracts/events';
import type { Queryable, Transaction } from '../../database/database.js';
import { inboxTable, isOfLane } from '../events.table.js';
import type { EventListener } from '../event-listener.js';
import type { Recipient } from '../lanes.js';
import { cached } from '../outbox/cached.js';
import type { EventEntry } from '../outbox/outbox.repository.js';

/** An event that failed or waits behind one that did. */
export interface FailedEvent extends EventEntry {
  /** Tries so far. */
  readonly attempts: number;
}

/** A dead letter: an event that a listener gave up on. */
export interface ParkedEvent {
  readonly listener: string;
  readonly event: CloudEvent;
  readonly attempts: number;
  readonly error: string;
  readonly parkedAt: Date;
}

const inboxOf = cached(inboxTable);

/** The events of the inboxes that failed, wait or are parked. */
@Injectable()
export class FailedEventsRepository {
  /** Writes a failed try down; the event is parked when there is no next one. */
  async recordFailure(
    tx: Transaction,
    { module, name }: EventListener,
    entry: EventEntry,
    failure: { attempts: number; nextAttemptAt: Date | null; error: string },
  ): Promise<void> {
    const state = failure.nextAttemptAt ? 'failed' : 'parked';
    const next = failure.nextAttemptAt?.toISOString() ?? null;
    await tx.execute(sql`
      INSERT INTO ${inboxOf(module)} AS inbox
        (event_id, listener, state, position, subject, event, attempts, next_attempt_at, error)
      VALUES (${entry.event.id}, ${name}, ${state}, ${entry.position}, ${entry.event.subject ?? null},
              ${JSON.stringify(entry.event)}::jsonb, ${failure.attempts}, ${next}, ${failure.error})
      ON CONFLICT (event_id, listener) DO UPDATE
         SET state = excluded.state, attempts = excluded.attempts, error = excluded.error,
             next_attempt_at = excluded.next_attempt_at, updated_at = now()
       WHERE inbox.state IN ('failed', 'waiting')`);
  }

  /**
   * Locks the next event that is due for another try, or that nothing stands before any more. What
   * waits before it counts even while its failure is being written down, which skips its row.
   */
  async findDue(
    tx: Transaction,
    { lane, listener: { module, name } }: Recipient,
    now: Date,
  ): Promise<FailedEvent | null> {
    const inbox = inboxOf(module);
    const found = await tx.execute<{ position: string; event: CloudEvent; attempts: number }>(sql`
      SELECT position, event, attempts FROM ${inbox} AS due
       WHERE listener = ${name} AND ${isOfLane(lane, sql`due.subject`)}
         AND (state = 'failed' AND next_attempt_at <= ${now.toISOString()}
           OR state = 'waiting' AND NOT EXISTS (
                SELECT 1 FROM ${inbox} AS first
                 WHERE first.listener = ${name} AND first.state IN ('failed', 'waiting')
                   AND first.subject = due.subject AND first.position < due.position))
       ORDER BY position LIMIT 1 FOR UPDATE SKIP LOCKED`);
    const row = found.rows[0];
    return row ? { ...row, position: Number(row.position) } : null;
  }

  async markDone(tx: Transaction, { module, name }: EventListener, eventId: string): Promise<void> {
    await tx.execute(sql`
      UPDATE ${inboxOf(module)}
         SET state = 'done', updated_at = now(), position = NULL, subject = NULL, event = NULL,
             next_attempt_at = NULL, error = NULL
       WHERE event_id = ${eventId} AND listener = ${name}`);
  }

  /** When a lane's failed events want the next try; null when none has failed. */
  async nextAttempt(
    queryable: Queryable,
    { lane, listener: { module, name } }: Recipient,
  ): Promise<Date | null> {
    const found = await queryable.execute<{ next: Date | string | null }>(sql`
      SELECT coalesce(min(next_attempt_at), CASE WHEN count(*) > 0 THEN now() END) AS next
        FROM ${inboxOf(module)} WHERE listener = ${name} AND state IN ('failed', 'waiting')
         AND ${isOfLane(lane, sql`subject`)}`);
    const next = found.rows[0]?.next;
    return next ? new Date(next) : null;
  }

  /** Dead letters of a listener, oldest first. */
  async listParked(
    queryable: Queryable,
    { module, name }: EventListener,
    limit: number,
  ): Promise<ParkedEvent[]> {
    const found = await queryable.execute<
      Omit<ParkedEvent, 'listener' | 'parkedAt'> & { at: Date }
    >(
      sql`SELECT event, attempts, error, updated_at AS at FROM ${inboxOf(module)}
           WHERE listener = ${name} AND state = 'parked' ORDER BY event_id LIMIT ${limit}`,
    );
    return found.rows.map(({ at, ...row }) => ({ ...row, listener: name, parkedAt: new Date(at) }));
  }

  async countParked(queryable: Queryable, { module, name }: EventListener): Promise<number> {
    const found = await queryable.execute<{ count: number }>(sql`
      SELECT count(*)::int AS count FROM ${inboxOf(module)}
       WHERE listener = ${name} AND state <> 'done' AND state = 'parked'`);
    return found.rows[0]?.count ?? 0;
  }

  /** Gives a dead letter its tries back; false when there is no such one. */
  async unpark(
    queryable: Queryable,
    { module, name }: EventListener,
    eventId: string,
    now: Date,
  ): Promise<boolean> {
    const done = await queryable.execute(sql`
      UPDATE ${inboxOf(module)}
         SET state = 'failed', attempts = 0, next_attempt_at = ${now.toISOString()}, updated_at = now()
       WHERE event_id = ${eventId} AND listener = ${name} AND state = 'parked'`);
    return done.rowCount === 1;
  }
}
