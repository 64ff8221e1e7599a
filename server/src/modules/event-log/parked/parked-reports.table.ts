import { pgSchema, text } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';

/** Listeners whose parked events staff were told of. */
export const parkedReports = pgSchema('event_log').table('parked_reports', {
  listener: text('listener').primaryKey(),
  reportedAt: moment('reported_at').notNull(),
});
