import { Injectable } from '@nestjs/common';
import { and, eq, gt, isNull, not, sql } from 'drizzle-orm';
import type { OrganizationSummary } from '@gatehouse/contracts/identity/organizations';
import type { Queryable } from '../../../platform/database/database.js';
import { sessions } from '../sessions/sessions.table.js';
import { users } from '../users/users.table.js';
import { memberships } from './organizations.table.js';

const canSignIn = sql`${users.isActive} AND ${users.emailVerifiedAt} IS NOT NULL`;
const hasFactor = sql`EXISTS (SELECT FROM identity.enrolled_factors f WHERE f.user_id = ${users.id})`;

@Injectable()
export class OrganizationSummaryRepository {
  /** Counts the people of an organization and their live sessions. */
  async count(tx: Queryable, organizationId: string, now: Date): Promise<OrganizationSummary> {
    const [people] = await tx
      .select({
        active: sql<number>`count(*) FILTER (WHERE ${canSignIn})::int`,
        invited: sql<number>`count(*) FILTER (WHERE ${users.isActive} AND ${users.emailVerifiedAt} IS NULL)::int`,
        deactivated: sql<number>`count(*) FILTER (WHERE NOT ${users.isActive})::int`,
        withSecondFactor: sql<number>`count(*) FILTER (WHERE ${canSignIn} AND ${hasFactor})::int`,
      })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(
        and(
          eq(memberships.organizationId, organizationId),
          isNull(users.deletedAt),
          not(users.isServiceAccount),
        ),
      );
    const live = and(
      eq(sessions.organizationId, organizationId),
      isNull(sessions.endedAt),
      gt(sessions.expiresAt, now),
    );
    if (!people) throw new Error('an aggregate always answers one row');
    return { ...people, sessions: await tx.$count(sessions, live) };
  }
}
