import { uuid, varchar } from 'drizzle-orm/pg-core';
import type { Role } from '@gatehouse/contracts/permissions';
import { bytea, moment } from '../../../platform/database/columns.js';
import { identity } from '../identity.table.js';

export const invitations = identity.table('invitations', {
  id: uuid('id').primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  email: varchar('email', { length: 255 }).notNull(),
  emailKey: varchar('email_key', { length: 255 }).notNull(),
  role: varchar('role', { length: 20 }).$type<Role>().notNull(),
  customRoleId: uuid('custom_role_id'),
  tokenHash: bytea('token_hash').notNull(),
  invitedBy: uuid('invited_by').notNull(),
  createdAt: moment('created_at').notNull(),
  sentAt: moment('sent_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  acceptedAt: moment('accepted_at'),
  revokedAt: moment('revoked_at'),
});

export type InvitationRow = typeof invitations.$inferSelect;
