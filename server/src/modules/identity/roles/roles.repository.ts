import { Injectable } from '@nestjs/common';
import { and, asc, count, eq, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm';
import type { RoleKey } from '@gatehouse/contracts/identity/roles';
import type { Role } from '@gatehouse/contracts/permissions';
import { databaseCode } from '../../../platform/database/error-code.js';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { unchanged } from '../../../platform/database/primitives.js';
import { invitations } from '../invitations/invitations.table.js';
import { memberships } from '../organizations/organizations.table.js';
import { sessions } from '../sessions/sessions.table.js';
import { users } from '../users/users.table.js';
import { type CustomRoleRow, customRoles } from './roles.table.js';

/** The roles that organizations make. Whoever changes one holds the organization's lock. */
@Injectable()
export class RolesRepository {
  async insert(tx: Transaction, row: CustomRoleRow): Promise<void> {
    await tx.insert(customRoles).values(row);
  }

  async find(tx: Queryable, organizationId: string, id: string): Promise<CustomRoleRow | null> {
    const [row] = await tx.select().from(customRoles).where(one(organizationId, id));
    return row ?? null;
  }

  /** The same, not deleted until the transaction ends: for who gives it to somebody. */
  async hold(tx: Transaction, organizationId: string, id: string): Promise<CustomRoleRow | null> {
    const mine = one(organizationId, id);
    const [row] = await tx.select().from(customRoles).where(mine).for('key share');
    return row ?? null;
  }

  /** All of an organization, by name. */
  async list(tx: Queryable, organizationId: string): Promise<CustomRoleRow[]> {
    return tx
      .select()
      .from(customRoles)
      .where(eq(customRoles.organizationId, organizationId))
      .orderBy(asc(customRoles.nameKey));
  }

  /** How many people have each role. */
  async countMembers(tx: Queryable, organizationId: string): Promise<ReadonlyMap<RoleKey, number>> {
    const key = sql<string>`coalesce(${memberships.customRoleId}::text, ${memberships.role})`;
    const rows = await tx
      .select({ key, people: count() })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(and(eq(memberships.organizationId, organizationId), isNull(users.deletedAt)))
      .groupBy(key);
    return new Map(rows.map(({ key, people }) => [key, people]));
  }

  /** Changes a role; null when somebody else changed it since `unchangedSince`. */
  async update(
    tx: Transaction,
    organizationId: string,
    id: string,
    change: Partial<CustomRoleRow>,
    unchangedSince?: Date,
  ): Promise<CustomRoleRow | null> {
    const [row] = await tx
      .update(customRoles)
      .set(change)
      .where(and(one(organizationId, id), unchanged(customRoles.updatedAt, unchangedSince)))
      .returning();
    return row ?? null;
  }

  /**
   * Gives another role to everybody who has one, and to whoever is invited to it; what their sessions
   * may do is looked at again.
   * @returns the people and service accounts.
   */
  async replace(
    tx: Transaction,
    organizationId: string,
    id: string,
    replacement: { readonly role: Role; readonly customRoleId: string | null },
  ): Promise<string[]> {
    const { role, customRoleId } = replacement;
    await this.invalidateSessions(tx, organizationId, id);
    await tx
      .update(invitations)
      .set({ role, customRoleId })
      .where(and(eq(invitations.customRoleId, id), isNull(invitations.acceptedAt)));
    const rows = await tx
      .update(memberships)
      .set({ role, customRoleId })
      .from(users)
      .where(
        and(
          eq(memberships.organizationId, organizationId),
          eq(memberships.customRoleId, id),
          eq(users.id, memberships.userId),
          isNull(users.deletedAt),
        ),
      )
      .returning({ userId: memberships.userId });
    return rows.map(({ userId }) => userId);
  }

  /** @throws what `isInUse` knows, when somebody has the role or is invited to it. */
  async remove(tx: Transaction, organizationId: string, id: string): Promise<void> {
    const gone = sql`${memberships.userId} IN (
      SELECT ${users.id} FROM ${users} WHERE ${users.deletedAt} IS NOT NULL)`;
    await tx
      .update(memberships)
      .set({ customRoleId: null })
      .where(and(eq(memberships.customRoleId, id), gone));
    await tx
      .update(invitations)
      .set({ customRoleId: null })
      .where(
        and(
          eq(invitations.customRoleId, id),
          or(isNotNull(invitations.acceptedAt), isNotNull(invitations.revokedAt)),
        ),
      );
    await tx.delete(customRoles).where(one(organizationId, id));
  }

  /** Makes every instance look again at what the sessions of those who have the role may do. */
  async invalidateSessions(tx: Transaction, organizationId: string, id: string): Promise<void> {
    await tx
      .update(sessions)
      .set({ version: sql`${sessions.version} + 1` })
      .from(memberships)
      .where(
        and(
          eq(memberships.customRoleId, id),
          eq(memberships.organizationId, organizationId),
          eq(sessions.userId, memberships.userId),
          eq(sessions.organizationId, organizationId),
          isNull(sessions.endedAt),
        ),
      );
  }
}

/** Whether an error says that something still refers to a row. */
export const isInUse = (error: unknown): boolean => databaseCode(error) === '23503';

const one = (organizationId: string, id: string): SQL | undefined =>
  and(eq(customRoles.id, id), eq(customRoles.organizationId, organizationId));
