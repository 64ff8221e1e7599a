import { pgSchema, primaryKey, varchar } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../database/columns.js';

export const idempotencyKeys = pgSchema('platform').table(
  'idempotency_keys',
  {
    owner: varchar('owner', { length: 80 }).notNull(),
    key: varchar('key', { length: 255 }).notNull(),
    fingerprint: bytea('fingerprint').notNull(),
    createdAt: moment('created_at').notNull(),
    answer: bytea('answer'),
  },
  (table) => [primaryKey({ columns: [table.owner, table.key] })],
);

export type IdempotencyKeyRow = typeof idempotencyKeys.$inferSelect;
