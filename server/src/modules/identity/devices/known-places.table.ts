import { primaryKey, uuid, varchar } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

export const knownPlaces = identity.table(
  'known_places',
  {
    userId: uuid('user_id').notNull(),
    country: varchar('country', { length: 2 }).notNull(),
    firstSeenAt: moment('first_seen_at').notNull(),
    lastSeenAt: moment('last_seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.country] })],
);
