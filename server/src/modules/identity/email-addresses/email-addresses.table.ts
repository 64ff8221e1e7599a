import { uuid, varchar } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

/** Confirmed addresses beside the primary one. */
export const emailAddresses = identity.table('email_addresses', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  email: varchar('email', { length: 255 }).notNull(),
  emailKey: varchar('email_key', { length: 255 }).notNull(),
  confirmedAt: moment('confirmed_at').notNull(),
  removedAt: moment('removed_at'),
});
export type EmailAddressRow = typeof emailAddresses.$inferSelect;

/** Every address by which an account is found, the primary one included. */
export const accountAddresses = identity
  .view('account_addresses', {
    userId: uuid('user_id').notNull(),
    email: varchar('email', { length: 255 }).notNull(),
    emailKey: varchar('email_key', { length: 255 }).notNull(),
  })
  .existing();
