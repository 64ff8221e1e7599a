import type { Progress } from '@gatehouse/contracts/progress';
import { integer, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';
import { webhooks } from '../endpoints/endpoints.table.js';

export const recoveries = webhooks.table('recoveries', {
  id: uuid('id').primaryKey(),
  endpointId: uuid('endpoint_id').notNull(),
  since: moment('since').notNull(),
  until: moment('until').notNull(),
  state: text('state').$type<Progress['state']>().notNull().default('running'),
  /** How far it has got: the last delivery that it put on the schedule. */
  position: uuid('position'),
  total: integer('total'),
  recovered: integer('recovered').notNull().default(0),
  startedBy: uuid('started_by').notNull(),
  createdAt: moment('created_at').notNull(),
  finishedAt: moment('finished_at'),
});
export type RecoveryRow = typeof recoveries.$inferSelect;
