import { importantSubjects } from '@gatehouse/contracts/events';
import { type SQL, sql } from 'drizzle-orm';
import { bigint, integer, jsonb, pgSchema, text, uuid } from 'drizzle-orm/pg-core';
import type { CloudEvent } from '@gatehouse/contracts/events';
import { moment } from '../database/columns.js';
import { namespaceOf } from '../database/migrations/migration-files.js';
import type { Lane } from './lanes.js';

/** The outbox of a module; its SQL is in `migrations/README.md`. */
export const outboxTable = (module: string) =>
  pgSchema(namespaceOf(module)).table('outbox', {
    position: bigint('position', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    id: uuid('id').notNull(),
    type: text('type').notNull(),
    subject: text('subject'),
    event: jsonb('event').$type<CloudEvent>().notNull(),
    publishedAt: moment('published_at'),
    settledAt: moment('settled_at'),
  });
export type OutboxTable = ReturnType<typeof outboxTable>;

/** The row whose lock makes a relay the only one of its module. */
export const outboxRelayTable = (module: string) =>
  pgSchema(namespaceOf(module)).table('outbox_relay', {
    links: jsonb('links').$type<Readonly<Record<string, string>>>().notNull(),
  });

export type InboxState = 'done' | 'failed' | 'waiting' | 'parked';

/** The inbox of a module; its SQL is in `migrations/README.md`. */
export const inboxTable = (module: string) =>
  pgSchema(namespaceOf(module)).table('inbox', {
    eventId: uuid('event_id').notNull(),
    listener: text('listener').notNull(),
    state: text('state').$type<InboxState>().notNull().default('done'),
    updatedAt: moment('updated_at').notNull(),
    position: bigint('position', { mode: 'number' }),
    subject: text('subject'),
    event: jsonb('event').$type<CloudEvent>(),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: moment('next_attempt_at'),
    error: text('error'),
  });
export type InboxTable = ReturnType<typeof inboxTable>;

/** Whether the row of an outbox or inbox with this subject is of a lane: `laneOf` in SQL. */
export const isOfLane = (lane: Lane, subject: SQL): SQL => {
  const kinds = sql.param([...importantSubjects]);
  const holds = sql.raw(lane === 'important' ? 'TRUE' : 'NOT TRUE');
  return sql`(split_part(${subject}, '/', 1) = ANY(${kinds}::text[])) IS ${holds}`;
};
