import type { WebhookDelivery } from '@gatehouse/contracts/webhooks';
import { integer, jsonb, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';
import { webhooks } from '../endpoints/endpoints.table.js';

export const deliveries = webhooks.table('deliveries', {
  id: uuid('id').primaryKey(),
  endpointId: uuid('endpoint_id').notNull(),
  eventId: uuid('event_id').notNull(),
  eventType: text('event_type').notNull(),
  payload: text('payload').notNull(),
  state: text('state').$type<WebhookDelivery['state']>().notNull().default('pending'),
  claim: integer('claim').notNull().default(0),
  attempts: integer('attempts').notNull().default(0),
  lastStatus: integer('last_status'),
  round: integer('round').notNull().default(0),
  nextAttemptAt: moment('next_attempt_at').notNull(),
  leasedUntil: moment('leased_until'),
  createdAt: moment('created_at').notNull(),
  correlationId: text('correlation_id'),
  traceparent: text('traceparent'),
});
export type DeliveryRow = typeof deliveries.$inferSelect;

export const attempts = webhooks.table('attempts', {
  id: uuid('id').primaryKey(),
  deliveryId: uuid('delivery_id').notNull(),
  startedAt: moment('started_at').notNull(),
  /** In milliseconds. */
  duration: integer('duration').notNull(),
  status: integer('status'),
  error: text('error'),
  responseHeaders: jsonb('response_headers').$type<Readonly<Record<string, string>>>().notNull(),
  responseBody: text('response_body').notNull(),
});
export type AttemptRow = typeof attempts.$inferSelect;
