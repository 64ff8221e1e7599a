import { Injectable } from '@nestjs/common';
import {
  type Permission,
  type PlatformPermission,
  platformRolePermissions,
  platformRoles,
  rolePermissions,
  roles,
} from '@gatehouse/contracts/permissions';
import {
  and,
  arrayContains,
  asc,
  eq,
  inArray,
  isNotNull,
  isNull,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { Database } from '../../../platform/database/database.js';
import { phones } from '../factors/sms-code/phones.table.js';
import { members, memberships } from '../organizations/organizations.table.js';
import { type Reachable, UserDirectory } from './user-directory.port.js';
import { users } from './users.table.js';

/** Active staff who may do something. */
function isStaffWho(permission: PlatformPermission) {
  const able = platformRoles.filter((name) => platformRolePermissions[name].includes(permission));
  return and(inArray(users.platformRole, able), eq(users.isActive, true), isNull(users.deletedAt));
}

/** Their own language, else that of the organization. */
const localeIn = (organizationId: string): SQL<string | null> =>
  sql`coalesce(${users.locale}, (SELECT o.locale FROM identity.organizations o WHERE o.id = ${organizationId}))`;

/** More need not be told of one thing. */
const mostContacts = 50;

@Injectable()
export class UserDirectoryRepository extends UserDirectory {
  constructor(private readonly database: Database) {
    super();
  }

  async namesOf(userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (userIds.length === 0) return new Map();
    const { id, firstName, lastName } = users;
    const rows = await this.database.connection
      .select({ id, firstName, lastName })
      .from(users)
      .where(inArray(id, [...userIds]));
    return new Map(rows.map((row) => [row.id, `${row.firstName} ${row.lastName}`.trim()]));
  }

  async contactsOf(organizationId: string, permission: Permission): Promise<readonly Reachable[]> {
    const { isActive, emailVerifiedAt, deletedAt } = users;
    const { role, customPermissions, groupPermissions } = members;
    const able = roles.filter((name) => rolePermissions[name].includes(permission));
    const byRole = and(isNull(customPermissions), inArray(role, able));
    return this.reachable(localeIn(organizationId))
      .innerJoin(members, eq(members.userId, users.id))
      .where(
        and(
          eq(members.organizationId, organizationId),
          or(
            byRole,
            arrayContains(customPermissions, [permission]),
            arrayContains(groupPermissions, [permission]),
          ),
          eq(isActive, true),
          isNotNull(emailVerifiedAt),
          isNull(deletedAt),
        ),
      )
      .orderBy(asc(members.createdAt))
      .limit(mostContacts);
  }

  async contactOf(userIds: readonly string[]): Promise<readonly Reachable[]> {
    if (userIds.length === 0) return [];
    return this.reachable().where(and(inArray(users.id, [...userIds]), isNull(users.deletedAt)));
  }

  async staffContacts(permission: PlatformPermission): Promise<readonly Reachable[]> {
    return this.reachable()
      .where(isStaffWho(permission))
      .orderBy(asc(users.id))
      .limit(mostContacts);
  }

  async staffAmong(
    userIds: readonly string[],
    permission: PlatformPermission,
  ): Promise<ReadonlySet<string>> {
    if (userIds.length === 0) return new Set();
    const rows = await this.database.connection
      .select({ id: users.id })
      .from(users)
      .where(and(isStaffWho(permission), inArray(users.id, [...userIds])));
    return new Set(rows.map(({ id }) => id));
  }

  async membersAmong(
    organizationId: string,
    userIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    if (userIds.length === 0) return new Set();
    const { userId } = memberships;
    const rows = await this.database.connection
      .select({ userId })
      .from(memberships)
      .where(and(eq(memberships.organizationId, organizationId), inArray(userId, [...userIds])));
    return new Set(rows.map((row) => row.userId));
  }

  private reachable(locale: SQL<string | null> = sql`${users.locale}`) {
    const { id, email, firstName, lastName, emailVerifiedAt, isActive } = users;
    const isConfirmed = and(eq(phones.userId, id), isNotNull(phones.confirmedAt));
    return this.database.connection
      .select({
        userId: id,
        email,
        firstName,
        lastName,
        locale,
        emailVerified: sql<boolean>`${emailVerifiedAt} IS NOT NULL`,
        phone: phones.number,
        isActive,
      })
      .from(users)
      .leftJoin(phones, isConfirmed)
      .$dynamic();
  }
}
