import { bigint, integer, uuid, varchar } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../../../platform/database/columns.js';
import { identity } from '../../identity.table.js';

export const totpAuthenticators = identity.table('totp_authenticators', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  name: varchar('name', { length: 200 }).notNull().default('Authenticator app'),
  secret: bytea('secret').notNull(),
  createdAt: moment('created_at').notNull(),
  confirmedAt: moment('confirmed_at'),
  lastUsedAt: moment('last_used_at'),
  lastStep: bigint('last_step', { mode: 'number' }).notNull().default(0),
  confirmAttempts: integer('confirm_attempts').notNull().default(0),
});

export type TotpRow = typeof totpAuthenticators.$inferSelect;
