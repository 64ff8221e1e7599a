import { boolean, jsonb, primaryKey, text, uuid, varchar } from 'drizzle-orm/pg-core';
import type { OrganizationPolicies } from '@gatehouse/contracts/identity/policies';
import type {
  AcceptableFactor,
  ApplicationPermission,
  Role,
  SessionPreset,
} from '@gatehouse/contracts/permissions';
import { moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

export const organizations = identity.table('organizations', {
  id: uuid('id').primaryKey(),
  name: varchar('name', { length: 200 }).notNull(),
  /** Language that its people are written to in, where they have chosen none. */
  locale: text('locale'),
  policies: jsonb('policies').$type<Partial<OrganizationPolicies>>().notNull().default({}),
  /** Null where an operator founded it, or nobody noted who. */
  foundedBy: uuid('founded_by'),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
  closedAt: moment('closed_at'),
  erasureToldAt: moment('erasure_told_at'),
  erasedAt: moment('erased_at'),
  sweptAt: moment('swept_at'),
});

export const memberships = identity.table(
  'memberships',
  {
    organizationId: uuid('organization_id').notNull(),
    userId: uuid('user_id').notNull(),
    role: varchar('role', { length: 20 }).$type<Role>().notNull(),
    customRoleId: uuid('custom_role_id'),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.userId] })],
);

/** Memberships with what they entitle to; of organizations that are closed there are none. */
export const members = identity
  .view('members', {
    organizationId: uuid('organization_id').notNull(),
    userId: uuid('user_id').notNull(),
    createdAt: moment('created_at').notNull(),
    role: varchar('role', { length: 20 }).$type<Role>().notNull(),
    customRoleId: uuid('custom_role_id'),
    customRole: jsonb('custom_role').$type<{ id: string; name: string }>(),
    customPermissions: text('custom_permissions').array(),
    secondFactorRequired: boolean('second_factor_required').notNull(),
    sessionPreset: text('session_preset').$type<SessionPreset>().notNull(),
    acceptedFactors: jsonb('accepted_factors').$type<AcceptableFactor[]>(),
    groups: jsonb('groups').$type<{ id: string; name: string }[]>().notNull(),
    groupPermissions: text('group_permissions').array().notNull(),
    applicationPermissions: text('application_permissions')
      .array()
      .$type<ApplicationPermission[]>()
      .notNull(),
  })
  .existing();
