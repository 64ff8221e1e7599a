import type { Progress } from '@gatehouse/contracts/progress';
import { bigint, integer, pgSchema, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';

export const replays = pgSchema('event_log').table('replays', {
  id: uuid('id').primaryKey(),
  listener: text('listener').notNull(),
  from: moment('from_time').notNull(),
  until: moment('until_time').notNull(),
  types: text('types').array(),
  state: text('state').$type<Progress['state']>().notNull().default('running'),
  /** How far it has got: the outbox that it reads, and the last position there. */
  outbox: text('outbox').notNull().default(''),
  position: bigint('position', { mode: 'number' }).notNull().default(0),
  total: integer('total'),
  handled: integer('handled').notNull().default(0),
  failed: integer('failed').notNull().default(0),
  error: text('error'),
  startedBy: uuid('started_by').notNull(),
  createdAt: moment('created_at').notNull(),
  finishedAt: moment('finished_at'),
});
export type ReplayRow = typeof replays.$inferSelect;
