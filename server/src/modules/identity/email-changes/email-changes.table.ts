import { uuid, varchar } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

/** Whether an address takes the place of the primary one, or comes beside it. */
export type EmailChangeKind = 'replace' | 'add';

export const emailChanges = identity.table('email_changes', {
  tokenHash: bytea('token_hash').primaryKey(),
  userId: uuid('user_id').notNull(),
  /** Of whoever asked; null where somebody else asked for them. */
  sessionId: uuid('session_id'),
  oldEmail: varchar('old_email', { length: 255 }).notNull(),
  newEmail: varchar('new_email', { length: 255 }).notNull(),
  kind: varchar('kind', { length: 10 }).$type<EmailChangeKind>().notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  consumedAt: moment('consumed_at'),
  confirmedAt: moment('confirmed_at'),
  undoneAt: moment('undone_at'),
});

export type EmailChangeRow = typeof emailChanges.$inferSelect;
