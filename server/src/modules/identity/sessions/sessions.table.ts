import { integer, text, uuid, varchar } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

export const sessions = identity.table('sessions', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  organizationId: uuid('organization_id'),
  version: integer('version').notNull().default(1),
  methods: text('methods').array().notNull(),
  ipAddress: varchar('ip_address', { length: 45 }).notNull(),
  userAgent: varchar('user_agent', { length: 512 }).notNull(),
  authenticatedAt: moment('authenticated_at').notNull(),
  createdAt: moment('created_at').notNull(),
  lastSeenAt: moment('last_seen_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  endedAt: moment('ended_at'),
  endReason: varchar('end_reason', { length: 40 }),
  deviceKey: bytea('device_key'),
  impersonatorId: uuid('impersonator_id'),
  parentSessionId: uuid('parent_session_id'),
});

export type SessionRow = typeof sessions.$inferSelect;

export const refreshTokens = identity.table('refresh_tokens', {
  tokenHash: bytea('token_hash').primaryKey(),
  sessionId: uuid('session_id').notNull(),
  userId: uuid('user_id').notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  usedAt: moment('used_at'),
});
