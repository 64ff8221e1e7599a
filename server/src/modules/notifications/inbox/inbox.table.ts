import type { Category } from '@gatehouse/contracts/notifications/categories';
import { text, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';
import { schema } from '../notifications.table.js';

/** What is in people's inboxes. A trigger tells `Changes` of every new and changed row. */
export const notifications = schema.table('notifications', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  organizationId: uuid('organization_id'),
  category: text('category').$type<Category>().notNull(),
  title: text('title').notNull(),
  body: text('body').notNull(),
  link: text('link'),
  createdAt: moment('created_at').notNull(),
  shownAt: moment('shown_at').notNull(),
  seenAt: moment('seen_at'),
  readAt: moment('read_at'),
  archivedAt: moment('archived_at'),
  snoozedUntil: moment('snoozed_until'),
});
export type NotificationRow = typeof notifications.$inferSelect;
