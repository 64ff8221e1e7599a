import {
  bigint,
  boolean,
  char,
  jsonb,
  pgSchema,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

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
  /** Who acted in the name of the actor; before form 3 it stands in the details. */
  impersonatorId: uuid('impersonator_id'),
  userAgent: text('user_agent'),
  traceId: text('trace_id'),
  /** Module that told, and the version of what it told; null before form 3. */
  source: text('source'),
  version: text('version'),
  occurredAt: timestamp('occurred_at', { withTimezone: true, precision: 3 }).notNull(),
  /**
   * 3: details, and address with client, are outside of the hash, under salted digests; 2: without
   * client, impersonator, trace, source and version; 1: from before there were digests.
   */
  form: smallint('form').notNull(),
  detailsSalt: text('details_salt'),
  detailsDigest: char('details_digest', { length: 64 }),
  addressSalt: text('address_salt'),
  addressDigest: char('address_digest', { length: 64 }),
  /** Whose erasure took details or address away. */
  erasedFor: uuid('erased_for'),
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

/** Where the chain begins, once entries were removed after their time. */
export const checkpoint = audit.table('checkpoint', {
  singleton: boolean('singleton').primaryKey().default(true),
  sequence: bigint('sequence', { mode: 'number' }).notNull(),
  hash: char('hash', { length: 64 }).notNull(),
  /** Whose erasure an entry before it told of, and entries after it bear. */
  erased: text('erased').array().notNull(),
  signature: text('signature').notNull(),
});
export type AuditCheckpoint = Omit<typeof checkpoint.$inferSelect, 'singleton'>;
