import { bigint, date, integer, text, uuid, varchar } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

export const apiKeys = identity.table('api_keys', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  organizationId: uuid('organization_id').notNull(),
  name: varchar('name', { length: 200 }).notNull(),
  hint: varchar('hint', { length: 20 }).notNull(),
  secretHash: bytea('secret_hash').notNull(),
  previousHash: bytea('previous_hash'),
  previousUntil: moment('previous_until'),
  scopes: text('scopes').array().notNull(),
  allowedAddresses: text('allowed_addresses').array().notNull(),
  requestsPerMinute: integer('requests_per_minute'),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
  rotatedAt: moment('rotated_at'),
  /** Who got the present secret; null for an operator, and where nobody noted it. */
  issuedBy: uuid('issued_by'),
  expiresAt: moment('expires_at'),
  /** The end that its people were told of. */
  expiryToldFor: moment('expiry_told_for'),
  revokedAt: moment('revoked_at'),
  lastUsedAt: moment('last_used_at'),
  version: integer('version').notNull().default(1),
});

export const apiKeyUsage = identity.table('api_key_usage', {
  apiKeyId: uuid('api_key_id').notNull(),
  day: date('day').notNull(),
  calls: bigint('calls', { mode: 'number' }).notNull(),
});

export type ApiKeyRow = typeof apiKeys.$inferSelect;
