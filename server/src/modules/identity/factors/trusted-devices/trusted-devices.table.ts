import { uuid, varchar } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../../../platform/database/columns.js';
import { identity } from '../../identity.table.js';

/** How long a device is trusted at most, in days (G09). */
export const trustedDays = 30;

export const trustedDevices = identity.table('trusted_devices', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  tokenHash: bytea('token_hash').notNull(),
  ipAddress: varchar('ip_address', { length: 45 }).notNull(),
  userAgent: varchar('user_agent', { length: 512 }).notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  lastUsedAt: moment('last_used_at'),
  /** The second factor that was proved (RFC 8176); null where that is not known. */
  proof: varchar('proof', { length: 20 }),
});

export type TrustedDeviceRow = typeof trustedDevices.$inferSelect;
