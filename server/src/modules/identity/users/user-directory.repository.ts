import { Injectable } from '@nestjs/common';
import { type Permission, rolePermissions, roles } from '@gatehouse/contracts/permissions';
import { and, arrayContains, asc, eq, inArray, isNotNull, isNull, or } from 'drizzle-orm';
import { Database } from '../../../platform/database/database.js';
import { members } from '../organizations/organizations.table.js';
import { type Contact, UserDirectory } from './user-directory.port.js';
import { users } from './users.table.js';

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

  async contactsOf(organizationId: string, permission: Permission): Promise<readonly Contact[]> {
    const { email, firstName, isActive, emailVerifiedAt, deletedAt } = users;
    const { role, customPermissions } = members;
    const able = roles.filter((name) => rolePermissions[name].includes(permission));
    const byRole = and(isNull(customPermissions), inArray(role, able));
    return this.database.connection
      .select({ email, firstName })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(
        and(
          eq(members.organizationId, organizationId),
          or(byRole, arrayContains(customPermissions, [permission])),
          eq(isActive, true),
          isNotNull(emailVerifiedAt),
          isNull(deletedAt),
        ),
      )
      .orderBy(asc(members.createdAt))
      .limit(mostContacts);
  }
}
