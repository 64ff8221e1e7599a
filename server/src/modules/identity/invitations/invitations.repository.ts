import { Injectable } from '@nestjs/common';
import { and, desc, eq, getTableColumns, gt, lt, lte, not, sql, type SQL } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, reserve } from '../../../platform/database/primitives.js';
import { organizations } from '../organizations/organizations.table.js';
import { customRoles } from '../roles/roles.table.js';
import { users } from '../users/users.table.js';
import { type InvitationRow, invitations } from './invitations.table.js';

/** An invitation with the names that a person reads. */
export interface NamedInvitation extends InvitationRow {
  readonly inviter: string;
  readonly organization: string;
  readonly customRole: { readonly id: string; readonly name: string } | null;
  /** The organization asks the role for a second factor. */
  readonly secondFactorRequired: boolean;
}

/** A mail that is sent again. */
export type Renewal = Pick<InvitationRow, 'tokenHash' | 'sentAt' | 'expiresAt'>;

@Injectable()
export class InvitationsRepository {
  /** Adds an invitation; false where the address has an open one. */
  async insert(tx: Transaction, row: InvitationRow): Promise<boolean> {
    return (await reserve(tx, invitations, row)) !== null;
  }

  /** Open invitations of an organization, latest first, one more than `limit`. */
  async list(
    tx: Queryable,
    organizationId: string,
    limit: number,
    beforeId?: string,
  ): Promise<NamedInvitation[]> {
    const before = beforeId === undefined ? undefined : lt(invitations.id, beforeId);
    return named(tx, and(eq(invitations.organizationId, organizationId), open, before))
      .orderBy(desc(invitations.id))
      .limit(limit + 1);
  }

  /** An open invitation of an organization. */
  async find(tx: Queryable, organizationId: string, id: string): Promise<NamedInvitation | null> {
    const [row] = await named(tx, one(organizationId, id));
    return row ?? null;
  }

  /** An invitation that can be accepted now; to look at, never the decision, which `accept` makes. */
  async findByToken(tx: Queryable, tokenHash: Buffer, now: Date): Promise<NamedInvitation | null> {
    const [row] = await named(tx, usable(tokenHash, now));
    return row ?? null;
  }

  /** Uses an invitation up; null for all callers but one. */
  async accept(tx: Transaction, tokenHash: Buffer, now: Date): Promise<InvitationRow | null> {
    return consumeOne(tx, invitations, usable(tokenHash, now), { acceptedAt: now });
  }

  /** Gives an invitation a new token, unless its mail was sent after `sentBefore`; null then. */
  async renew(
    tx: Transaction,
    organizationId: string,
    id: string,
    renewal: Renewal,
    sentBefore: Date,
  ): Promise<InvitationRow | null> {
    const due = and(one(organizationId, id), lte(invitations.sentAt, sentBefore));
    return consumeOne(tx, invitations, due, renewal);
  }

  async revoke(
    tx: Transaction,
    organizationId: string,
    id: string,
    now: Date,
  ): Promise<InvitationRow | null> {
    return consumeOne(tx, invitations, one(organizationId, id), { revokedAt: now });
  }

  /** Revokes every open invitation of an organization. */
  async revokeAll(tx: Transaction, organizationId: string, now: Date): Promise<void> {
    const all = and(eq(invitations.organizationId, organizationId), open);
    await tx.update(invitations).set({ revokedAt: now }).where(all);
  }

  /** Revokes what an address has let expire, which a new invitation takes the place of. */
  async revokeExpired(
    tx: Transaction,
    organizationId: string,
    emailKey: string,
    now: Date,
  ): Promise<void> {
    const expired = and(to(organizationId, emailKey), open, lte(invitations.expiresAt, now));
    await tx.update(invitations).set({ revokedAt: now }).where(expired);
  }

  /** Whether an address has an invitation that can be accepted at a moment. */
  async isOpen(
    tx: Queryable,
    organizationId: string,
    emailKey: string,
    now: Date,
  ): Promise<boolean> {
    const usable = and(to(organizationId, emailKey), open, gt(invitations.expiresAt, now));
    return (await tx.$count(invitations, usable)) > 0;
  }

  /** Whether any organization has invited an address, by what can be accepted at a moment. */
  async isInvited(tx: Queryable, emailKey: string, now: Date): Promise<boolean> {
    const usable = and(eq(invitations.emailKey, emailKey), open, gt(invitations.expiresAt, now));
    return (await tx.$count(invitations, usable)) > 0;
  }

  /** Whether an address was sent a mail since `since` for an invitation that is no longer open. */
  async wasSentSince(
    tx: Queryable,
    organizationId: string,
    emailKey: string,
    since: Date,
  ): Promise<boolean> {
    const recent = and(to(organizationId, emailKey), not(open), gt(invitations.sentAt, since));
    return (await tx.$count(invitations, recent)) > 0;
  }
}

const open = sql`(${invitations.acceptedAt} IS NULL AND ${invitations.revokedAt} IS NULL)`;
const one = (organizationId: string, id: string): SQL | undefined =>
  and(eq(invitations.id, id), eq(invitations.organizationId, organizationId), open);
const to = (organizationId: string, emailKey: string): SQL | undefined =>
  and(eq(invitations.organizationId, organizationId), eq(invitations.emailKey, emailKey));
const usable = (tokenHash: Buffer, now: Date): SQL | undefined =>
  and(eq(invitations.tokenHash, tokenHash), open, gt(invitations.expiresAt, now));

const named = (tx: Queryable, where: SQL | undefined) =>
  tx
    .select({
      ...getTableColumns(invitations),
      inviter: sql<string>`${users.firstName} || ' ' || ${users.lastName}`,
      organization: organizations.name,
      secondFactorRequired: sql<boolean>`coalesce(${organizations.policies} -> 'secondFactorRoles' ? ${invitations.role}, false)`,
      customRole: { id: customRoles.id, name: customRoles.name },
    })
    .from(invitations)
    .innerJoin(users, eq(users.id, invitations.invitedBy))
    .innerJoin(organizations, eq(organizations.id, invitations.organizationId))
    .leftJoin(customRoles, eq(customRoles.id, invitations.customRoleId))
    .where(where);
