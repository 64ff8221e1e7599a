import { integer, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

/** One of the files that people get, before it was deflated. */
export interface ExportFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** CRC-32. */
  readonly crc: number;
}

export const accountExports = identity.table('account_exports', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  /** The person, or one of the staff. */
  requestedBy: uuid('requested_by').notNull(),
  requestedAt: moment('requested_at').notNull(),
  workedOnAt: moment('worked_on_at'),
  attempt: integer('attempt').notNull().default(0),
  tokenHash: bytea('token_hash'),
  files: jsonb('files').$type<readonly ExportFile[]>(),
  madeAt: moment('made_at'),
  expiresAt: moment('expires_at'),
});
export type AccountExportRow = typeof accountExports.$inferSelect;

export const accountExportParts = identity.table(
  'account_export_parts',
  {
    exportId: uuid('export_id').notNull(),
    file: text('file').notNull(),
    position: integer('position').notNull(),
    content: bytea('content').notNull(),
  },
  (table) => [primaryKey({ columns: [table.exportId, table.file, table.position] })],
);
export type AccountExportPart = typeof accountExportParts.$inferSelect;
