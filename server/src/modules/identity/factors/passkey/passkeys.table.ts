import { bigint, boolean, text, uuid, varchar } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../../../platform/database/columns.js';
import { identity } from '../../identity.table.js';

/** What a challenge was given out for: an answer in another ceremony is refused (attack 18). */
export type Ceremony = 'registration' | 'sign_in' | 'second_factor';

export const passkeys = identity.table('passkeys', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  name: varchar('name', { length: 200 }).notNull(),
  credentialId: bytea('credential_id').notNull(),
  publicKey: bytea('public_key').notNull(),
  counter: bigint('counter', { mode: 'number' }).notNull(),
  transports: text('transports').array().notNull(),
  synced: boolean('synced').notNull(),
  createdAt: moment('created_at').notNull(),
  lastUsedAt: moment('last_used_at'),
  secondStepOnly: boolean('second_step_only').notNull(),
});

export type PasskeyRow = typeof passkeys.$inferSelect;

export const passkeyChallenges = identity.table('passkey_challenges', {
  challengeHash: bytea('challenge_hash').primaryKey(),
  ceremony: varchar('ceremony', { length: 20 }).$type<Ceremony>().notNull(),
  binding: varchar('binding', { length: 64 }).notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  consumedAt: moment('consumed_at'),
});
