import type { Channel } from '@gatehouse/contracts/notifications/categories';
import { integer, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';
import { schema } from '../notifications.table.js';

/** Addresses that something was sent to. */
export const addresses = schema.table(
  'addresses',
  {
    channel: text('channel').$type<Channel>().notNull(),
    addressKey: text('address_key').notNull(),
    nextMessageAt: moment('next_message_at').notNull(),
    suppressedAt: moment('suppressed_at'),
    suppressedFor: text('suppressed_for'),
    /** Names the suppression; in the order of time. */
    suppressionId: uuid('suppression_id'),
  },
  (table) => [primaryKey({ columns: [table.channel, table.addressKey] })],
);
/** What ends a suppression. */
export const unsuppressed = { suppressedAt: null, suppressedFor: null, suppressionId: null };
export type AddressRow = typeof addresses.$inferSelect;

/** SMS on their way. */
export const texts = schema.table('texts', {
  id: uuid('id').primaryKey(),
  number: text('number').notNull(),
  text: text('text').notNull(),
  attempts: integer('attempts').notNull().default(0),
  nextAttemptAt: moment('next_attempt_at').notNull(),
  leasedUntil: moment('leased_until'),
  reference: text('reference'),
  sentAt: moment('sent_at'),
  settledAt: moment('settled_at'),
  createdAt: moment('created_at').notNull(),
});
export type TextRow = typeof texts.$inferSelect;
