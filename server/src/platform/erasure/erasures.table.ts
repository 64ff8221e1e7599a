import { pgSchema, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../database/columns.js';

/** Whom a module is taking out of its tables, and how far that is. */
export const erasures = pgSchema('platform').table('erasures', {
  module: text('module').notNull(),
  subjectType: text('subject_type').$type<'person' | 'organization'>().notNull(),
  subjectId: uuid('subject_id').notNull(),
  words: bytea('words'),
  step: smallint('step').notNull().default(0),
  position: text('position'),
  erasedAt: moment('erased_at').notNull(),
});

export type ErasureRow = typeof erasures.$inferSelect;
/** What names an erasure. */
export type ErasureKey = Pick<ErasureRow, 'module' | 'subjectType' | 'subjectId'>;
