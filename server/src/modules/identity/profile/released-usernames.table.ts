import { uuid } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

/** Usernames that were given up; triggers write it (migration 0055). */
export const releasedUsernames = identity.table('released_usernames', {
  nameHash: bytea('name_hash').primaryKey(),
  ownerId: uuid('owner_id').notNull(),
  releasedAt: moment('released_at').notNull(),
});
