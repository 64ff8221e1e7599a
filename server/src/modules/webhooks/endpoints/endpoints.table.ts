import type { DisableReason, WebhookEndpoint } from '@gatehouse/contracts/webhooks';
import { boolean, pgSchema, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../../platform/database/columns.js';

export const webhooks = pgSchema('webhooks');

export const endpoints = webhooks.table('endpoints', {
  id: uuid('id').primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  url: text('url').notNull(),
  description: text('description').notNull(),
  eventTypes: text('event_types').array().notNull(),
  installation: boolean('installation').notNull(),
  status: text('status').$type<WebhookEndpoint['status']>().notNull(),
  disabledReason: text('disabled_reason').$type<DisableReason>(),
  secret: bytea('secret').notNull(),
  previousSecret: bytea('previous_secret'),
  previousUntil: moment('previous_until'),
  signingKey: bytea('signing_key'),
  publicKey: text('public_key'),
  failingSince: moment('failing_since'),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
});
export type EndpointRow = typeof endpoints.$inferSelect;
