import { primaryKey, uuid } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

export const knownDevices = identity.table(
  'known_devices',
  {
    userId: uuid('user_id').notNull(),
    deviceKey: bytea('device_key').notNull(),
    firstSeenAt: moment('first_seen_at').notNull(),
    lastSeenAt: moment('last_seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.deviceKey] })],
);
