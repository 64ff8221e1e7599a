import type { Category } from '@gatehouse/contracts/notifications/categories';
import type { TemplateContent } from '@gatehouse/contracts/notifications/templates';
import { boolean, integer, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';
import { schema } from '../notifications.table.js';

export type TemplateContents = Readonly<Record<string, TemplateContent>>;

export const templates = schema.table('templates', {
  name: text('name').primaryKey(),
  title: text('title').notNull(),
  description: text('description').notNull(),
  category: text('category').$type<Category>().notNull(),
  variables: jsonb('variables').$type<Readonly<Record<string, string>>>().notNull(),
  activeVersion: integer('active_version').notNull(),
  lastVersion: integer('last_version').notNull(),
  isBuiltIn: boolean('is_built_in').notNull(),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
  /** Its name can be taken again; the numbers of its versions cannot. */
  deletedAt: moment('deleted_at'),
});
export type TemplateRow = typeof templates.$inferSelect;

export const templateVersions = schema.table(
  'template_versions',
  {
    name: text('name').notNull(),
    version: integer('version').notNull(),
    title: text('title').notNull(),
    category: text('category').$type<Category>().notNull(),
    variables: jsonb('variables').$type<Readonly<Record<string, string>>>().notNull(),
    contents: jsonb('contents').$type<TemplateContents>().notNull(),
    createdAt: moment('created_at').notNull(),
    createdBy: uuid('created_by'),
  },
  (table) => [primaryKey({ columns: [table.name, table.version] })],
);
export type TemplateVersionRow = typeof templateVersions.$inferSelect;
