import type { Category, Channel } from '@gatehouse/contracts/notifications/categories';
import type { DeliveryState, SkipReason } from '@gatehouse/contracts/notifications/deliveries';
import { boolean, integer, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';
import { schema } from '../notifications.table.js';

/** A notice on its way to one person by one channel. */
export const deliveries = schema.table('deliveries', {
  id: uuid('id').primaryKey(),
  /** Null for a test of a template. */
  noticeId: uuid('notice_id'),
  userId: uuid('user_id').notNull(),
  organizationId: uuid('organization_id'),
  category: text('category').$type<Category>().notNull(),
  channel: text('channel').$type<Channel>().notNull(),
  template: text('template'),
  templateVersion: integer('template_version'),
  address: text('address'),
  addressKey: text('address_key'),
  subject: text('subject').notNull(),
  html: text('html').notNull(),
  text: text('text').notNull(),
  locale: text('locale').notNull(),
  link: text('link'),
  state: text('state').$type<DeliveryState>().notNull(),
  skippedFor: text('skipped_for').$type<SkipReason>(),
  awaitsAddress: boolean('awaits_address').notNull(),
  dueAt: moment('due_at').notNull(),
  tries: integer('tries').notNull().default(0),
  messageId: uuid('message_id'),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
  correlationId: text('correlation_id'),
  traceparent: text('traceparent'),
});
export type DeliveryRow = typeof deliveries.$inferSelect;

export const idsOf = (rows: readonly DeliveryRow[]): string[] => rows.map(({ id }) => id);

/** What happened to a delivery. */
export const deliverySteps = schema.table('delivery_steps', {
  id: uuid('id').primaryKey(),
  deliveryId: uuid('delivery_id').notNull(),
  state: text('state').notNull(),
  detail: text('detail').notNull(),
  happenedAt: moment('happened_at').notNull(),
});
export type DeliveryStepRow = typeof deliverySteps.$inferSelect;
