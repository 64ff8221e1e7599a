import { Injectable } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import type { CloudEvent } from '@gatehouse/contracts/events';
import type { Queryable, Transaction } from '../../database/database.js';
import { namespaceOf } from '../../database/migrations/migration-files.js';
import type { OutboxRow } from '../envelope.js';
import { outboxRelayTable, outboxTable } from '../events.table.js';
import { cached } from './cached.js';

/** An event and its place in the outbox it comes from. */
export interface EventEntry {
  readonly position: number;
  readonly event: CloudEvent;
}

/** Events that wait to be published, and the last event that each address was sent before. */
export interface Claim {
  readonly entries: readonly EventEntry[];
  readonly links: Readonly<Record<string, string>>;
}

const outboxOf = cached(outboxTable);
const relayOf = cached(outboxRelayTable);
const literal = (module: string) => sql.raw(`'${namespaceOf(module)}'`);

@Injectable()
export class OutboxRepository {
  async add(tx: Transaction, module: string, row: OutboxRow): Promise<void> {
    await tx.execute(sql`
      INSERT INTO ${outboxOf(module)} (id, type, subject, event)
      VALUES (${row.id}, ${row.type}, ${row.subject}, ${row.event}::jsonb)`);
  }

  async addAll(tx: Transaction, module: string, rows: readonly OutboxRow[]): Promise<void> {
    if (rows.length === 0) return;
    const column = (key: keyof OutboxRow) => sql.param(rows.map((row) => row[key]));
    await tx.execute(sql`
      INSERT INTO ${outboxOf(module)} (id, type, subject, event)
      SELECT id, type, subject, event::jsonb
        FROM unnest(${column('id')}::uuid[], ${column('type')}::text[], ${column('subject')}::text[],
                    ${column('event')}::text[]) WITH ORDINALITY AS rows (id, type, subject, event, n)
       ORDER BY n`);
  }

  /** Of these modules, those whose outbox holds something to publish: one statement for all. */
  async pending(queryable: Queryable, modules: readonly string[]): Promise<string[]> {
    const parts = modules.map(
      (module) => sql`
        SELECT ${literal(module)} AS module
         WHERE EXISTS (SELECT 1 FROM ${outboxOf(module)} WHERE published_at IS NULL)`,
    );
    const found = await queryable.execute<{ module: string }>(sql.join(parts, sql` UNION ALL `));
    const namespaces = new Set(found.rows.map((row) => row.module));
    return modules.filter((module) => namespaces.has(namespaceOf(module)));
  }

  async countUnpublished(queryable: Queryable, module: string): Promise<number> {
    const found = await queryable.execute<{ count: number }>(sql`
      SELECT count(*)::int AS count FROM ${outboxOf(module)} WHERE published_at IS NULL`);
    return found.rows[0]?.count ?? 0;
  }

  /**
   * Locks up to `limit` events that wait, in order. By state and not by "position above the last":
   * a transaction that commits late has a low position. Nothing when another relay is at work on
   * this outbox: two at once would break the order.
   */
  async claim(tx: Transaction, module: string, limit: number): Promise<Claim> {
    const found = await tx.execute<{
      position: string;
      event: CloudEvent;
      links: Readonly<Record<string, string>>;
    }>(sql`
      WITH relay AS MATERIALIZED (SELECT links FROM ${relayOf(module)} FOR UPDATE SKIP LOCKED)
      SELECT waiting.position, waiting.event, relay.links
        FROM relay, LATERAL (
          SELECT position, event FROM ${outboxOf(module)}
           WHERE published_at IS NULL
           ORDER BY position LIMIT ${limit} FOR UPDATE SKIP LOCKED) AS waiting
       ORDER BY waiting.position`);
    return { entries: found.rows.map(toEntry), links: found.rows[0]?.links ?? {} };
  }

  /** Marks claimed events as published, and keeps what each address was sent last. */
  async markPublished(
    tx: Transaction,
    module: string,
    { entries, links }: Claim,
    now: Date,
  ): Promise<void> {
    await tx.execute(sql`
      WITH published AS (
        UPDATE ${outboxOf(module)} SET published_at = ${now.toISOString()}
         WHERE position = ANY(${positionsOf(entries)}))
      UPDATE ${relayOf(module)} SET links = ${JSON.stringify(links)}::jsonb`);
  }

  /** Events published before `before` that some listener may still lack, beginning after a position. */
  async unsettled(
    queryable: Queryable,
    module: string,
    before: Date,
    after: number,
    limit: number,
  ): Promise<EventEntry[]> {
    const found = await queryable.execute<{ position: string; event: CloudEvent }>(sql`
      SELECT position, event FROM ${outboxOf(module)}
       WHERE published_at < ${before.toISOString()} AND settled_at IS NULL AND position > ${after}
       ORDER BY position LIMIT ${limit}`);
    return found.rows.map(toEntry);
  }

  async settle(
    queryable: Queryable,
    module: string,
    entries: readonly EventEntry[],
    now: Date,
  ): Promise<void> {
    if (entries.length === 0) return;
    await queryable.execute(sql`
      UPDATE ${outboxOf(module)} SET settled_at = ${now.toISOString()}
       WHERE position = ANY(${positionsOf(entries)})`);
  }

  /** Deletes up to `limit` of the oldest events that were settled before `before`; how many it were. */
  async purge(queryable: Queryable, module: string, before: Date, limit: number): Promise<number> {
    const done = await queryable.execute(sql`
      DELETE FROM ${outboxOf(module)} WHERE position IN (
        SELECT position FROM (
          SELECT position, settled_at FROM ${outboxOf(module)} ORDER BY position LIMIT ${limit}
        ) AS oldest WHERE settled_at < ${before.toISOString()})`);
    return done.rowCount ?? 0;
  }
}

const toEntry = (row: { position: string; event: CloudEvent }): EventEntry => ({
  position: Number(row.position),
  event: row.event,
});

const positionsOf = (entries: readonly EventEntry[]) =>
  sql`${sql.param(entries.map((entry) => entry.position))}::bigint[]`;
