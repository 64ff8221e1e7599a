import { uuid, varchar } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

/** What a one-time token opens. A registration's token lives with the registration. */
export type TokenPurpose = 'setup' | 'reset_password' | 'choose_password' | 'magic_link' | 'not_me';

export const oneTimeTokens = identity.table('one_time_tokens', {
  tokenHash: bytea('token_hash').primaryKey(),
  purpose: varchar('purpose', { length: 30 }).$type<TokenPurpose>().notNull(),
  userId: uuid('user_id'),
  /** Address that it was sent to, where that counts. */
  email: varchar('email', { length: 255 }),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  consumedAt: moment('consumed_at'),
  /** Hash of what the asker keeps, where a code that was sent with the token opens the same. */
  ticketHash: bytea('ticket_hash'),
});

export type OneTimeTokenRow = typeof oneTimeTokens.$inferSelect;
