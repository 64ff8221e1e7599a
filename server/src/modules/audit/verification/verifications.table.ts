import { bigint, boolean, char, pgSchema, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';

export const verifications = pgSchema('audit').table('verifications', {
  id: uuid('id').primaryKey(),
  state: text('state').$type<'running' | 'done' | 'failed'>().notNull(),
  /** Read so far, and in all once it is done. */
  entries: bigint('entries', { mode: 'number' }).notNull().default(0),
  valid: boolean('valid'),
  hash: char('hash', { length: 64 }),
  sequence: bigint('sequence', { mode: 'number' }),
  fault: text('fault'),
  reason: text('reason'),
  startedAt: moment('started_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
});
export type VerificationRow = typeof verifications.$inferSelect;
