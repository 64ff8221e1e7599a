import { boolean, integer, jsonb, primaryKey, text, uuid, varchar } from 'drizzle-orm/pg-core';
import type {
  ExistingWish,
  ImportLine,
  ImportRow,
  UserImport,
} from '@gatehouse/contracts/identity/imports';
import type { HeldPermission, Role } from '@gatehouse/contracts/permissions';
import { moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

export const imports = identity.table('imports', {
  id: uuid('id').primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  createdBy: uuid('created_by').notNull(),
  retriedBy: uuid('retried_by'),
  dryRun: boolean('dry_run').notNull(),
  invite: boolean('invite').notNull(),
  onExisting: varchar('on_existing', { length: 10 }).$type<ExistingWish>().notNull(),
  rank: varchar('rank', { length: 20 }).$type<Role>().notNull(),
  mayAssign: boolean('may_assign').notNull(),
  held: text('held').array().$type<HeldPermission[]>().notNull(),
  state: varchar('state', { length: 20 }).$type<UserImport['state']>().notNull(),
  position: integer('position').notNull().default(0),
  total: integer('total').notNull().default(0),
  created: integer('created').notNull().default(0),
  updated: integer('updated').notNull().default(0),
  invited: integer('invited').notNull().default(0),
  unchanged: integer('unchanged').notNull().default(0),
  refused: integer('refused').notNull().default(0),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
  finishedAt: moment('finished_at'),
  failures: integer('failures').notNull().default(0),
  failure: text('failure'),
});
export type ImportsRow = typeof imports.$inferSelect;

/** In whose name lines are done: whoever had the import go on last, or began it. */
export const actorOf = ({ createdBy, retriedBy }: Pick<ImportsRow, 'createdBy' | 'retriedBy'>) =>
  retriedBy ?? createdBy;

export const importLines = identity.table(
  'import_lines',
  {
    importId: uuid('import_id').notNull(),
    line: integer('line').notNull(),
    email: varchar('email', { length: 320 }),
    emailKey: varchar('email_key', { length: 320 }),
    usernameKey: varchar('username_key', { length: 64 }),
    outcome: varchar('outcome', { length: 20 }).$type<ImportLine['outcome']>().notNull(),
    message: text('message'),
    data: jsonb('data').$type<ImportRow>(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.line] })],
);
export type ImportLineRow = typeof importLines.$inferSelect;
