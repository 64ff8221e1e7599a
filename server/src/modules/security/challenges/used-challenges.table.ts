import { moment, bytea } from '../../../platform/database/columns.js';
import { security } from '../security.table.js';

export const usedChallenges = security.table('used_challenges', {
  id: bytea('id').primaryKey(),
  expiresAt: moment('expires_at').notNull(),
});
