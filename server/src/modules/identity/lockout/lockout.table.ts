import { integer, primaryKey, varchar } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

/** Kinds of proof whose failures are counted apart (attack 9). */
export type Proof = 'password' | 'code';

export const lockouts = identity.table(
  'lockouts',
  {
    accountKey: varchar('account_key', { length: 128 }).notNull(),
    proof: varchar('proof', { length: 20 }).$type<Proof>().notNull(),
    failures: integer('failures').notNull(),
    delayedUntil: moment('delayed_until'),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountKey, table.proof] })],
);

export type LockoutRow = typeof lockouts.$inferSelect;
