import { pgSchema } from 'drizzle-orm/pg-core';

/** The SQL namespace that holds identity's tables, its outbox and its inbox. */
export const identity = pgSchema('identity');
