import { text, uuid } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

export const erasures = identity.table('erasures', {
  userId: uuid('user_id').primaryKey(),
  tokenHash: bytea('token_hash').notNull(),
  requestedAt: moment('requested_at').notNull(),
  dueAt: moment('due_at').notNull(),
  cancelledAt: moment('cancelled_at'),
  erasedAt: moment('erased_at'),
  words: bytea('words'),
  reason: text('reason'),
});
export type ErasureRow = typeof erasures.$inferSelect;
