import { bytea, moment } from '../../../platform/database/columns.js';
import { schema } from '../notifications.table.js';

/** Tokens of reports that were taken. */
export const reportTokens = schema.table('report_tokens', {
  tokenHash: bytea('token_hash').primaryKey(),
  bodyHash: bytea('body_hash').notNull(),
  usedAt: moment('used_at').notNull(),
});
export type ReportTokenRow = typeof reportTokens.$inferSelect;
