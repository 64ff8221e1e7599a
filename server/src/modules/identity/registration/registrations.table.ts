import { varchar } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

export const registrations = identity.table('registrations', {
  tokenHash: bytea('token_hash').primaryKey(),
  email: varchar('email', { length: 255 }).notNull(),
  emailKey: varchar('email_key', { length: 255 }).notNull(),
  username: varchar('username', { length: 64 }),
  passwordHash: varchar('password_hash', { length: 255 }),
  firstName: varchar('first_name', { length: 100 }).notNull(),
  lastName: varchar('last_name', { length: 100 }).notNull(),
  ipAddress: varchar('ip_address', { length: 45 }).notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  consumedAt: moment('consumed_at'),
});

export type RegistrationRow = typeof registrations.$inferSelect;
