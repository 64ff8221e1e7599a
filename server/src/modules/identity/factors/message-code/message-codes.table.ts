import { integer, primaryKey, uuid, varchar } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../../../platform/database/columns.js';
import { identity } from '../../identity.table.js';

/** How a code travels. */
export type Channel = 'email' | 'sms';

export const messageCodes = identity.table(
  'message_codes',
  {
    binding: varchar('binding', { length: 64 }).notNull(),
    channel: varchar('channel', { length: 10 }).$type<Channel>().notNull(),
    userId: uuid('user_id').notNull(),
    codeHash: bytea('code_hash').notNull(),
    attempts: integer('attempts').notNull().default(0),
    sentAt: moment('sent_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    consumedAt: moment('consumed_at'),
  },
  (table) => [primaryKey({ columns: [table.binding, table.channel] })],
);

export type MessageCodeRow = typeof messageCodes.$inferSelect;

export const messageBudgets = identity.table(
  'message_budgets',
  {
    key: varchar('key', { length: 80 }).notNull(),
    windowStart: moment('window_start').notNull(),
    sent: integer('sent').notNull(),
  },
  (table) => [primaryKey({ columns: [table.key, table.windowStart] })],
);
