import { uuid, varchar } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../../../platform/database/columns.js';
import { identity } from '../../identity.table.js';

/** How long a device is trusted, in days (G09). */
export const trustedDays = 30;

/** What stands for a trusted device among a session's methods. */
export const deviceReference = 'device';

export const trustedDevices = identity.table('trusted_devices', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  tokenHash: bytea('token_hash').notNull(),
  ipAddress: varchar('ip_address', { length: 45 }).notNull(),
  userAgent: varchar('user_agent', { length: 512 }).notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  lastUsedAt: moment('last_used_at'),
});

export type TrustedDeviceRow = typeof trustedDevices.$inferSelect;
