import { uuid, varchar } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../../../platform/database/columns.js';
import { identity } from '../../identity.table.js';

export const socialFlows = identity.table('social_flows', {
  stateHash: bytea('state_hash').primaryKey(),
  provider: varchar('provider', { length: 64 }).notNull(),
  browserHash: bytea('browser_hash').notNull(),
  sessionId: uuid('session_id'),
  /** Nonce and PKCE verifier, sealed by the field cipher. */
  secrets: bytea('secrets').notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  consumedAt: moment('consumed_at'),
});

export type SocialFlowRow = typeof socialFlows.$inferSelect;
