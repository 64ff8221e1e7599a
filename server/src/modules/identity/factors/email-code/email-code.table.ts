import { uuid } from 'drizzle-orm/pg-core';
import { moment } from '../../../../platform/database/columns.js';
import { identity } from '../../identity.table.js';

export const emailFactors = identity.table('email_factors', {
  userId: uuid('user_id').primaryKey(),
  enrolledAt: moment('enrolled_at').notNull(),
  suspendedAt: moment('suspended_at'),
});

export type EmailFactorRow = typeof emailFactors.$inferSelect;
