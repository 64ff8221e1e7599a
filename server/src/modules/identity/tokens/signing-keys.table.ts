import { jsonb, varchar } from 'drizzle-orm/pg-core';
import type { JWK } from 'jose';
import { bytea, moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

export const signingKeys = identity.table('signing_keys', {
  id: varchar('id', { length: 64 }).primaryKey(),
  publicJwk: jsonb('public_jwk').$type<JWK>().notNull(),
  privateJwk: bytea('private_jwk').notNull(),
  createdAt: moment('created_at').notNull(),
  activeFrom: moment('active_from').notNull(),
  retiredAt: moment('retired_at'),
});

export type SigningKeyRow = typeof signingKeys.$inferSelect;
