import { varchar } from 'drizzle-orm/pg-core';
import type { ApplicationPermission } from '@gatehouse/contracts/permissions';
import { moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

export const applicationPermissions = identity.table('application_permissions', {
  name: varchar('name', { length: 81 }).$type<ApplicationPermission>().primaryKey(),
  description: varchar('description', { length: 500 }).notNull(),
  createdAt: moment('created_at').notNull(),
});

export type ApplicationPermissionRow = typeof applicationPermissions.$inferSelect;
