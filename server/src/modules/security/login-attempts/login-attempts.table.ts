import type { AttemptFailure, AttemptKind } from '@gatehouse/contracts/security/attempts';
import { boolean, integer, text, uuid } from 'drizzle-orm/pg-core';
import { cidr, moment } from '../../../platform/database/columns.js';
import { security } from '../security.table.js';

/** Attempts to sign in: a partition a day, dropped when it is past its time. */
export const loginAttempts = security.table('login_attempts', {
  /** The event's. */
  id: uuid('id').notNull(),
  occurredAt: moment('occurred_at').notNull(),
  kind: text('kind').$type<AttemptKind>().notNull(),
  succeeded: boolean('succeeded').notNull(),
  failure: text('failure').$type<AttemptFailure>(),
  method: text('method'),
  identifier: text('identifier'),
  userId: uuid('user_id'),
  organizationId: uuid('organization_id'),
  address: text('address'),
  network: cidr('network'),
  userAgent: text('user_agent'),
  sessionId: uuid('session_id'),
  newDevice: boolean('new_device').notNull(),
  tries: integer('tries').notNull(),
});
export type AttemptRow = typeof loginAttempts.$inferSelect;

/** What the failures of an hour are counted by. */
export type CountedBy = 'address' | 'account';

/** Failures of each hour, by whom. */
export const attemptHours = security.table('attempt_hours', {
  subjectType: text('subject_type').$type<CountedBy>().notNull(),
  hour: moment('hour').notNull(),
  subject: text('subject').notNull(),
  failures: integer('failures').notNull(),
});
