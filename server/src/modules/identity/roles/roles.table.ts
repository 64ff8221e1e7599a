import { text, uuid, varchar } from 'drizzle-orm/pg-core';
import type { Role } from '@gatehouse/contracts/permissions';
import { moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

export const customRoles = identity.table('custom_roles', {
  id: uuid('id').primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  name: varchar('name', { length: 100 }).notNull(),
  nameKey: text('name_key').notNull(),
  description: varchar('description', { length: 500 }).notNull(),
  rank: varchar('rank', { length: 20 }).$type<Exclude<Role, 'BOSS'>>().notNull(),
  permissions: text('permissions').array().notNull(),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

export type CustomRoleRow = typeof customRoles.$inferSelect;
