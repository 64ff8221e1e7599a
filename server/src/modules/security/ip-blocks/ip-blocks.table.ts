import { boolean, integer, text, uuid } from 'drizzle-orm/pg-core';
import { cidr, moment } from '../../../platform/database/columns.js';
import { security } from '../security.table.js';

export const ipBlocks = security.table('ip_blocks', {
  id: uuid('id').primaryKey(),
  network: cidr('network').notNull(),
  reason: text('reason').notNull(),
  automatic: boolean('automatic').notNull(),
  attempts: integer('attempts').notNull(),
  level: integer('level').notNull(),
  createdBy: uuid('created_by'),
  createdAt: moment('created_at').notNull(),
  endsAt: moment('ends_at'),
  liftedAt: moment('lifted_at'),
  liftedBy: uuid('lifted_by'),
  liftReason: text('lift_reason'),
  /** It was told that it is over. */
  endTold: boolean('end_told').notNull(),
});
export type IpBlockRow = typeof ipBlocks.$inferSelect;

export const allowedNetworks = security.table('allowed_networks', {
  id: uuid('id').primaryKey(),
  network: cidr('network').notNull(),
  reason: text('reason').notNull(),
  createdBy: uuid('created_by'),
  createdAt: moment('created_at').notNull(),
});
export type AllowedNetworkRow = typeof allowedNetworks.$inferSelect;
