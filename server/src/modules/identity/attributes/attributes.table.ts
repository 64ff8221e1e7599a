import { jsonb, primaryKey, uuid } from 'drizzle-orm/pg-core';
import type {
  AttributeDefinition,
  AttributeValues,
} from '@gatehouse/contracts/identity/profiles/attributes';
import { moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

export const attributeDefinitions = identity.table('attribute_definitions', {
  organizationId: uuid('organization_id').primaryKey(),
  definitions: jsonb('definitions').$type<AttributeDefinition[]>().notNull(),
  updatedAt: moment('updated_at').notNull(),
});

export const memberAttributes = identity.table(
  'member_attributes',
  {
    organizationId: uuid('organization_id').notNull(),
    userId: uuid('user_id').notNull(),
    attributes: jsonb('attributes').$type<AttributeValues>().notNull().default({}),
    metadata: jsonb('metadata').$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.userId] })],
);
