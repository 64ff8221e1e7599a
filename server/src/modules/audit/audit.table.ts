import { bigint, char, jsonb, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const audit = pgSchema('audit');

/** The audit trail. Append-only: a trigger refuses everything else. */
export const entries = audit.table('entries', {
  sequence: bigint('sequence', { mode: 'number' }).primaryKey(),
  id: uuid('id').notNull(),
  action: text('action').notNull(),
  actorId: uuid('actor_id'),
  organizationId: uuid('organization_id'),
  resourceType: text('resource_type'),
  resourceId: text('resource_id'),
  details: jsonb('details').$type<Readonly<Record<string, unknown>>>().notNull(),
  ipAddress: text('ip_address'),
  requestId: text('request_id'),
  occurredAt: timestamp('occurred_at', { withTimezone: true, precision: 3 }).notNull(),
  previousHash: char('previous_hash', { length: 64 }).notNull(),
  hash: char('hash', { length: 64 }).notNull(),
});
export type AuditRow = typeof entries.$inferSelect;

/** The last entry of the chain; its lock makes one writer of any number. */
export const head = audit.table('head', {
  sequence: bigint('sequence', { mode: 'number' }).notNull(),
  hash: char('hash', { length: 64 }).notNull(),
  signature: text('signature'),
});
export type AuditHead = typeof head.$inferSelect;
