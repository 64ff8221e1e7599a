import type { Category, Channel } from '@gatehouse/contracts/notifications/categories';
import type { Permission, PlatformPermission } from '@gatehouse/contracts/permissions';
import { integer, jsonb, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';
import type { Audience } from '../../identity/audiences/audiences.port.js';
import { schema } from '../notifications.table.js';
import type { TemplateValues } from '../templates/renderer.service.js';

/** What is told. */
export type NoticeContent =
  | ({ readonly template: string } & TemplateValues)
  | { readonly subject: string; readonly text: string };

/** Something to tell some people, who are looked up afterwards. */
export const notices = schema.table('notices', {
  id: uuid('id').primaryKey(),
  organizationId: uuid('organization_id'),
  category: text('category').$type<Category>().notNull(),
  userIds: uuid('user_ids').array().notNull(),
  staffPermission: text('staff_permission').$type<PlatformPermission>(),
  /** Whoever of the organization may do it. */
  memberPermission: text('member_permission').$type<Permission>(),
  /** People by what they have in common, beside `userIds`. */
  audience: jsonb('audience').$type<Omit<Audience, 'userIds'>>(),
  /** The last of the audience who was told. */
  toldUpTo: uuid('told_up_to'),
  /** How many people were meant when it was asked for. */
  recipients: integer('recipients'),
  content: jsonb('content').$type<NoticeContent>().notNull(),
  link: text('link'),
  channels: text('channels').array().$type<Channel[]>(),
  createdAt: moment('created_at').notNull(),
  /** When it was asked to be sent; null for at once. */
  sendAt: moment('send_at'),
  attempts: integer('attempts').notNull().default(0),
  nextAttemptAt: moment('next_attempt_at').notNull(),
  toldAt: moment('told_at'),
  failedAt: moment('failed_at'),
  cancelledAt: moment('cancelled_at'),
  error: text('error'),
  correlationId: text('correlation_id'),
  traceparent: text('traceparent'),
});
export type NoticeRow = typeof notices.$inferSelect;
