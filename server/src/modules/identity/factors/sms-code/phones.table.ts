import { uuid, varchar } from 'drizzle-orm/pg-core';
import { moment } from '../../../../platform/database/columns.js';
import { identity } from '../../identity.table.js';

export const phones = identity.table('phones', {
  userId: uuid('user_id').primaryKey(),
  number: varchar('number', { length: 16 }).notNull(),
  createdAt: moment('created_at').notNull(),
  confirmedAt: moment('confirmed_at'),
  /** Takes the place of the confirmed one once it is confirmed itself. */
  nextNumber: varchar('next_number', { length: 16 }),
});

export type PhoneRow = typeof phones.$inferSelect;
