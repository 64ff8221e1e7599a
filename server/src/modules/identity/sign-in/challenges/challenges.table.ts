import { integer, uuid, varchar } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../../../platform/database/columns.js';
import { identity } from '../../identity.table.js';

export const signInChallenges = identity.table('sign_in_challenges', {
  tokenHash: bytea('token_hash').primaryKey(),
  userId: uuid('user_id').notNull(),
  organizationId: uuid('organization_id'),
  firstMethod: varchar('first_method', { length: 20 }).notNull(),
  sessionId: uuid('session_id'),
  attempts: integer('attempts').notNull().default(0),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  consumedAt: moment('consumed_at'),
});

export type ChallengeRow = typeof signInChallenges.$inferSelect;
