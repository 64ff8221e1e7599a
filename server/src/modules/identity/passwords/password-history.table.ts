import { uuid, varchar } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

/** Passwords that people had before the present one. */
export const passwordHistory = identity.table('password_history', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  passwordHash: varchar('password_hash', { length: 255 }).notNull(),
  createdAt: moment('created_at').notNull(),
});
