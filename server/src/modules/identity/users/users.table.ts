import { boolean, integer, text, uuid, varchar } from 'drizzle-orm/pg-core';
import type { PlatformRole } from '@gatehouse/contracts/permissions';
import { moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

export const users = identity.table('users', {
  id: uuid('id').primaryKey(),
  email: varchar('email', { length: 255 }).notNull(),
  emailKey: varchar('email_key', { length: 255 }).notNull(),
  username: varchar('username', { length: 64 }),
  usernameKey: varchar('username_key', { length: 64 }),
  passwordHash: varchar('password_hash', { length: 255 }),
  /** Null where none was chosen. */
  passwordSetAt: moment('password_set_at'),
  firstName: varchar('first_name', { length: 100 }).notNull(),
  lastName: varchar('last_name', { length: 100 }).notNull(),
  jobTitle: varchar('job_title', { length: 100 }),
  phone: varchar('phone', { length: 20 }),
  pictureId: varchar('picture_id', { length: 43 }),
  /** Language that they are written to in; null until they choose one. */
  locale: text('locale'),
  emailVerifiedAt: moment('email_verified_at'),
  isActive: boolean('is_active').notNull().default(true),
  /** Closed by the staff: no organization, and no proof of the address, opens it again. */
  closedByStaff: boolean('closed_by_staff').notNull().default(false),
  isPrimaryAdmin: boolean('is_primary_admin').notNull().default(false),
  isServiceAccount: boolean('is_service_account').notNull().default(false),
  platformRole: varchar('platform_role', { length: 20 }).$type<PlatformRole>(),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
  deletedAt: moment('deleted_at'),
  /** Until a new password is chosen by mail, nobody gets in. */
  resetRequiredAt: moment('reset_required_at'),
  /** How often the second factors of the person were changed. */
  factorChanges: integer('factor_changes').notNull().default(0),
});

export type UserRow = typeof users.$inferSelect;
