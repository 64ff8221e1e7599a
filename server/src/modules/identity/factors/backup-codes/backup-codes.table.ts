import { uuid } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../../../platform/database/columns.js';
import { identity } from '../../identity.table.js';

export const backupCodes = identity.table('backup_codes', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  codeHash: bytea('code_hash').notNull(),
  createdAt: moment('created_at').notNull(),
  usedAt: moment('used_at'),
});
