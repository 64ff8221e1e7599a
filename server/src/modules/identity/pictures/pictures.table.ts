import { uuid, varchar } from 'drizzle-orm/pg-core';
import type { PictureType } from '@gatehouse/contracts/media-types';
import { bytea, moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

export const pictures = identity.table('pictures', {
  userId: uuid('user_id').primaryKey(),
  /** Its address, which nobody guesses. */
  id: varchar('id', { length: 43 }).notNull(),
  mediaType: varchar('media_type', { length: 20 }).$type<PictureType>().notNull(),
  content: bytea('content').notNull(),
  createdAt: moment('created_at').notNull(),
});
export type PictureRow = typeof pictures.$inferSelect;
