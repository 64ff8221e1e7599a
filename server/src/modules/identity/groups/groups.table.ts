import { primaryKey, text, uuid, varchar } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

export const groups = identity.table('groups', {
  id: uuid('id').primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  name: varchar('name', { length: 100 }).notNull(),
  nameKey: text('name_key').notNull(),
  description: varchar('description', { length: 500 }).notNull(),
  permissions: text('permissions').array().notNull(),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

export type GroupRow = typeof groups.$inferSelect;

export const groupMembers = identity.table(
  'group_members',
  {
    groupId: uuid('group_id').notNull(),
    organizationId: uuid('organization_id').notNull(),
    userId: uuid('user_id').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.groupId, table.userId] })],
);

export type GroupMemberRow = typeof groupMembers.$inferSelect;
