import { Injectable } from '@nestjs/common';
import { and, eq, isNotNull, isNull, ne, sql, type SQL } from 'drizzle-orm';
import type { Role } from '@gatehouse/contracts/permissions';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { reserve } from '../../../platform/database/primitives.js';
import { erasures } from '../erasure/erasures.table.js';
import { users } from '../users/users.table.js';
import { members, memberships } from '../organizations/organizations.table.js';

/**
 * Of a person joined with a membership: whether the organization has a say in the account itself. It
 * began with this membership, the person belongs to no other organization, and is not of the
 * installation's staff.
 */
export const ownedByOrganization = sql<boolean>`coalesce(members.created_at = users.created_at
  AND users.platform_role IS NULL AND NOT EXISTS (SELECT FROM identity.memberships other
    WHERE other.user_id = users.id AND other.organization_id <> members.organization_id), false)`;

export type MembershipRow = typeof memberships.$inferSelect;

/**
 * Who belongs to an organization, as what. Whoever changes a membership holds the organization's
 * lock (`OrganizationsRepository.lock`).
 */
@Injectable()
export class MembershipsRepository {
  async insert(tx: Transaction, membership: MembershipRow): Promise<void> {
    await tx.insert(memberships).values(membership);
  }

  /** Adds a membership; false for somebody who belongs to the organization already. */
  async reserve(tx: Transaction, membership: MembershipRow): Promise<boolean> {
    return (await reserve(tx, memberships, membership)) !== null;
  }

  async insertAll(tx: Transaction, rows: readonly MembershipRow[]): Promise<void> {
    await tx.execute(sql`
      INSERT INTO ${memberships} (organization_id, user_id, role, custom_role_id, created_at)
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS rows (
        "organizationId" uuid, "userId" uuid, "role" text, "customRoleId" uuid, "createdAt" timestamptz)`);
  }

  async findRole(tx: Queryable, organizationId: string, userId: string): Promise<Role | null> {
    const [row] = await tx
      .select({ role: memberships.role })
      .from(memberships)
      .where(one(organizationId, userId));
    return row?.role ?? null;
  }

  async setRole(
    tx: Transaction,
    organizationId: string,
    userId: string,
    { role, customRoleId }: Pick<MembershipRow, 'role' | 'customRoleId'>,
  ): Promise<void> {
    await tx.update(memberships).set({ role, customRoleId }).where(one(organizationId, userId));
  }

  async remove(tx: Transaction, organizationId: string, userId: string): Promise<void> {
    await tx.delete(memberships).where(one(organizationId, userId));
  }

  /** What somebody belongs to, in the order in which several organizations are locked. */
  async listOf(
    tx: Queryable,
    userId: string,
  ): Promise<Pick<MembershipRow, 'organizationId' | 'role'>[]> {
    return tx
      .select({ organizationId: memberships.organizationId, role: memberships.role })
      .from(memberships)
      .where(eq(memberships.userId, userId))
      .orderBy(memberships.organizationId);
  }

  /** Open organizations of several people, or with service accounts, that somebody is a BOSS of. */
  async listLed(tx: Transaction, userId: string): Promise<string[]> {
    const rows = await tx
      .select({ organizationId: memberships.organizationId })
      .from(memberships)
      .where(
        and(
          eq(memberships.userId, userId),
          eq(memberships.role, 'BOSS'),
          sql`EXISTS (SELECT FROM identity.organizations o
            WHERE o.id = memberships.organization_id AND o.closed_at IS NULL)`,
          sql`EXISTS (SELECT FROM identity.memberships other
            JOIN identity.users u ON u.id = other.user_id AND u.deleted_at IS NULL
            WHERE other.organization_id = memberships.organization_id
              AND other.user_id <> memberships.user_id)`,
        ),
      )
      .orderBy(memberships.organizationId);
    return rows.map(({ organizationId }) => organizationId);
  }

  /** Whether somebody else who can sign in, and is not about to be erased, is a BOSS of the organization. */
  async hasOtherOwner(tx: Transaction, organizationId: string, userId: string): Promise<boolean> {
    const [row] = await tx
      .select({ found: sql`1` })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(
        and(
          eq(memberships.organizationId, organizationId),
          eq(memberships.role, 'BOSS'),
          ne(memberships.userId, userId),
          eq(users.isActive, true),
          isNotNull(users.emailVerifiedAt),
          isNull(users.deletedAt),
          sql`NOT EXISTS (SELECT FROM ${erasures} WHERE ${erasures.userId} = ${memberships.userId}
            AND ${erasures.cancelledAt} IS NULL AND ${erasures.erasedAt} IS NULL)`,
        ),
      )
      .limit(1);
    return row !== undefined;
  }

  /** Whether the organization has a say in the account itself. */
  async ownsAccount(tx: Transaction, organizationId: string, userId: string): Promise<boolean> {
    const [row] = await tx
      .select({ owned: ownedByOrganization })
      .from(users)
      .innerJoin(members, eq(members.userId, users.id))
      .where(and(eq(members.organizationId, organizationId), eq(members.userId, userId)));
    return row?.owned ?? false;
  }
}

const one = (organizationId: string, userId: string): SQL | undefined =>
  and(eq(memberships.organizationId, organizationId), eq(memberships.userId, userId));
