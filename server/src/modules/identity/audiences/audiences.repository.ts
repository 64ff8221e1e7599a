import { Injectable } from '@nestjs/common';
import { isBuiltIn } from '@gatehouse/contracts/permissions';
import { and, asc, eq, exists, gt, inArray, isNull, or, type SQL } from 'drizzle-orm';
import { Database } from '../../../platform/database/database.js';
import { groupMembers, groups } from '../groups/groups.table.js';
import { members, memberships } from '../organizations/organizations.table.js';
import { customRoles } from '../roles/roles.table.js';
import { users } from '../users/users.table.js';
import { type Audience, Audiences } from './audiences.port.js';

@Injectable()
export class AudiencesRepository extends Audiences {
  constructor(private readonly database: Database) {
    super();
  }

  async knows(organizationId: string, audience: Audience): Promise<boolean> {
    const { connection } = this.database;
    const userIds = [...new Set(audience.userIds)];
    const groupIds = [...new Set(audience.groupIds)];
    const roleIds = [...new Set(audience.roles)].filter((role) => !isBuiltIn(role));
    const known = await Promise.all([
      connection.$count(
        memberships,
        and(eq(memberships.organizationId, organizationId), inArray(memberships.userId, userIds)),
      ),
      connection.$count(
        groups,
        and(eq(groups.organizationId, organizationId), inArray(groups.id, groupIds)),
      ),
      connection.$count(
        customRoles,
        and(eq(customRoles.organizationId, organizationId), inArray(customRoles.id, roleIds)),
      ),
    ]);
    const named = [userIds, groupIds, roleIds].map(({ length }) => length);
    return named.every((count, index) => count === known[index]);
  }

  async count(organizationId: string, audience: Audience): Promise<number> {
    const meant = this.people().where(this.isMeant(organizationId, audience));
    return this.database.connection.$count(meant.as('meant'));
  }

  async list(
    organizationId: string,
    audience: Audience,
    limit: number,
    afterId?: string,
  ): Promise<readonly string[]> {
    const rest = afterId === undefined ? undefined : gt(users.id, afterId);
    const rows = await this.people()
      .where(and(this.isMeant(organizationId, audience), rest))
      .orderBy(asc(users.id))
      .limit(limit);
    return rows.map(({ id }) => id);
  }

  private people() {
    return this.database.connection
      .select({ id: users.id })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .$dynamic();
  }

  /** Who is named is meant in any case; by what they have in common, active people alone. */
  private isMeant(organizationId: string, audience: Audience): SQL | undefined {
    const { everybody, roles, groupIds, userIds } = audience;
    const isActive = and(eq(users.isActive, true), eq(users.isServiceAccount, false));
    const builtIn = roles.filter(isBuiltIn);
    const custom = roles.filter((role) => !isBuiltIn(role));
    const inCommon = or(
      and(isNull(members.customRoleId), inArray(members.role, builtIn)),
      inArray(members.customRoleId, custom),
      exists(this.membershipsIn(organizationId, groupIds)),
    );
    return and(
      eq(members.organizationId, organizationId),
      isNull(users.deletedAt),
      or(inArray(users.id, [...userIds]), and(isActive, everybody ? undefined : inCommon)),
    );
  }

  private membershipsIn(organizationId: string, groupIds: readonly string[]) {
    return this.database.connection
      .select({ userId: groupMembers.userId })
      .from(groupMembers)
      .where(
        and(
          eq(groupMembers.organizationId, organizationId),
          inArray(groupMembers.groupId, [...groupIds]),
          eq(groupMembers.userId, users.id),
        ),
      );
  }
}
