import type { NotificationPreferences } from '@gatehouse/contracts/notifications/preferences';
import { jsonb, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';
import { schema } from '../notifications.table.js';

export const preferences = schema.table('preferences', {
  userId: uuid('user_id').primaryKey(),
  channels: jsonb('channels').$type<NotificationPreferences['channels']>().notNull(),
  categories: jsonb('categories').$type<NotificationPreferences['categories']>().notNull(),
  quietHours: jsonb('quiet_hours').$type<NotificationPreferences['quietHours']>(),
  timeZone: text('time_zone').notNull(),
  locale: text('locale').notNull(),
  updatedAt: moment('updated_at').notNull(),
});
export type PreferencesRow = typeof preferences.$inferSelect;
