import type { AlertSeverity } from '@gatehouse/contracts/events';
import type { AlertNote, AlertState, SubjectType } from '@gatehouse/contracts/security/alerts';
import type { DetectionKey } from '@gatehouse/contracts/security/detections';
import { integer, jsonb, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';
import type { Said } from '../detections/rule.js';
import { security } from '../security.table.js';

export const alerts = security.table('alerts', {
  id: uuid('id').primaryKey(),
  detection: text('detection').$type<DetectionKey>().notNull(),
  subjectType: text('subject_type').$type<SubjectType>().notNull(),
  subject: text('subject'),
  severity: text('severity').$type<AlertSeverity>().notNull(),
  summary: text('summary').notNull(),
  said: jsonb('said').$type<Said>(),
  occurrences: integer('occurrences').notNull(),
  firstAt: moment('first_at').notNull(),
  lastAt: moment('last_at').notNull(),
  state: text('state').$type<AlertState>().notNull(),
  /** Of a muted one: what it was, and is again when the mute ends. */
  stateBefore: text('state_before').$type<AlertState>(),
  mutedUntil: moment('muted_until'),
  assigneeId: uuid('assignee_id'),
  updatedBy: uuid('updated_by'),
  updatedAt: moment('updated_at').notNull(),
});
export type AlertRow = typeof alerts.$inferSelect;

/** Of an event about an alert: it is the installation's, whoever is attacked. */
export const aboutAlert = (id: string) => ({ organizationId: null, subject: `alert/${id}` });

export const alertNotes = security.table('alert_notes', {
  id: uuid('id').primaryKey(),
  alertId: uuid('alert_id').notNull(),
  kind: text('kind').$type<AlertNote['kind']>().notNull(),
  text: text('text').notNull(),
  authorId: uuid('author_id'),
  createdAt: moment('created_at').notNull(),
});
export type AlertNoteRow = typeof alertNotes.$inferSelect;
