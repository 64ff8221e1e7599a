import { uuid, varchar } from 'drizzle-orm/pg-core';
import { newId } from '../../../../kernel/id.js';
import { moment } from '../../../../platform/database/columns.js';
import { identity } from '../../identity.table.js';

export const connections = identity.table('connections', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  provider: varchar('provider', { length: 64 }).notNull(),
  issuer: varchar('issuer', { length: 500 }).notNull(),
  subject: varchar('subject', { length: 255 }).notNull(),
  email: varchar('email', { length: 255 }),
  createdAt: moment('created_at').notNull(),
  lastUsedAt: moment('last_used_at'),
});

export type ConnectionRow = typeof connections.$inferSelect;

/** The row of an account elsewhere that a person signs in with from now on. */
export const newConnection = (
  userId: string,
  provider: string,
  { issuer, subject, email }: Pick<ConnectionRow, 'issuer' | 'subject' | 'email'>,
  createdAt: Date,
): ConnectionRow => ({
  id: newId(),
  userId,
  provider,
  issuer,
  subject,
  email,
  createdAt,
  lastUsedAt: null,
});
