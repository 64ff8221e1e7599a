import { integer, pgSchema, smallint, text, uuid, varchar } from 'drizzle-orm/pg-core';
import type { MailState } from '@gatehouse/contracts/mailbox';
import { bytea, moment } from '../database/columns.js';

export const mails = pgSchema('platform').table('mails', {
  id: uuid('id').primaryKey(),
  recipientKey: varchar('recipient_key', { length: 255 }).notNull(),
  kind: varchar('kind', { length: 40 }).notNull(),
  content: bytea('content').notNull(),
  /** Rank in `mailUrgencies`. */
  urgency: smallint('urgency').notNull(),
  createdAt: moment('created_at').notNull(),
  attempts: integer('attempts').notNull().default(0),
  nextAttemptAt: moment('next_attempt_at').notNull(),
  leasedUntil: moment('leased_until'),
  sentAt: moment('sent_at'),
  failedAt: moment('failed_at'),
  error: varchar('error', { length: 500 }),
  correlationId: text('correlation_id'),
  traceparent: text('traceparent'),
  state: varchar('state', { length: 20 }).$type<MailState>().notNull().default('queued'),
});

export type MailRow = typeof mails.$inferSelect;
/** A mail before it is posted; its content is sealed. */
export type SealedMail = typeof mails.$inferInsert;
