import type { AlertSeverity } from '@gatehouse/contracts/events';
import type { DetectionAction, DetectionKey } from '@gatehouse/contracts/security/detections';
import { boolean, integer, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';
import { security } from '../security.table.js';

/** Detections that staff set to something else than their defaults. */
export const detections = security.table('detections', {
  key: text('key').$type<DetectionKey>().primaryKey(),
  enabled: boolean('enabled').notNull(),
  threshold: integer('threshold').notNull(),
  windowMinutes: integer('window_minutes').notNull(),
  action: text('action').$type<DetectionAction>().notNull(),
  severity: text('severity').$type<AlertSeverity>().notNull(),
  updatedBy: uuid('updated_by'),
  updatedAt: moment('updated_at').notNull(),
});
export type DetectionRow = typeof detections.$inferSelect;
