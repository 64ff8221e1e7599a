import { Injectable } from '@nestjs/common';
import type { ComplianceSummary, KeyFinding } from '@gatehouse/contracts/compliance/people';
import { type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '../../../platform/database/database.js';

export interface FoundKey {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly isServiceAccount: boolean;
  readonly createdAt: Date;
  readonly rotatedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

const hasFactor = sql`EXISTS (SELECT FROM identity.enrolled_factors f WHERE f.user_id = u.id)`;

/** Keys that work: neither ended nor expired, of somebody who is active and a member. */
const workingKeys = (organizationId: string, now: Date) => sql`identity.api_keys k
  JOIN identity.members m ON m.organization_id = k.organization_id AND m.user_id = k.user_id
  JOIN identity.users u ON u.id = k.user_id AND u.is_active AND u.deleted_at IS NULL
 WHERE k.organization_id = ${organizationId} AND k.revoked_at IS NULL
   AND (k.expires_at IS NULL OR k.expires_at > ${now.toISOString()})`;

const conditionOf = (finding: KeyFinding, since: Date): SQL =>
  finding === 'not_rotated'
    ? sql`coalesce(k.rotated_at, k.created_at) < ${since.toISOString()}`
    : sql`k.expires_at IS NULL`;

/** How an organization stands. */
@Injectable()
export class ComplianceRepository {
  /** People who are active, by rank. */
  async countRanks(tx: Queryable, organizationId: string): Promise<ComplianceSummary['ranks']> {
    const { rows } = await tx.execute<ComplianceSummary['ranks'][number]>(sql`
      SELECT m.role, count(*)::int AS people,
             (count(*) FILTER (WHERE ${hasFactor}))::int AS "withSecondFactor"
        FROM identity.members m JOIN identity.users u ON u.id = m.user_id
       WHERE m.organization_id = ${organizationId} AND u.deleted_at IS NULL AND u.is_active
         AND NOT u.is_service_account
       GROUP BY m.role`);
    return rows;
  }

  /** @param since keys that were made or rotated later are new enough. */
  async countKeys(
    tx: Queryable,
    organizationId: string,
    now: Date,
    since: Date,
  ): Promise<ComplianceSummary['apiKeys']> {
    const { rows } = await tx.execute<ComplianceSummary['apiKeys']>(sql`
      SELECT count(*)::int AS total,
             (count(*) FILTER (WHERE ${conditionOf('not_rotated', since)}))::int AS "notRotated",
             (count(*) FILTER (WHERE ${conditionOf('without_expiry', since)}))::int AS "withoutExpiry"
        FROM ${workingKeys(organizationId, now)}`);
    return rows[0] ?? { total: 0, notRotated: 0, withoutExpiry: 0 };
  }

  async countInvitations(
    tx: Queryable,
    organizationId: string,
    now: Date,
  ): Promise<ComplianceSummary['invitations']> {
    const isExpired = sql`expires_at <= ${now.toISOString()}`;
    const { rows } = await tx.execute<ComplianceSummary['invitations']>(sql`
      SELECT (count(*) FILTER (WHERE NOT ${isExpired}))::int AS pending,
             (count(*) FILTER (WHERE ${isExpired}))::int AS expired
        FROM identity.invitations
       WHERE organization_id = ${organizationId} AND accepted_at IS NULL AND revoked_at IS NULL`);
    return rows[0] ?? { pending: 0, expired: 0 };
  }

  /** Latest first, one more than `limit`. */
  async listKeys(
    tx: Queryable,
    organizationId: string,
    { finding, now, since }: { finding: KeyFinding; now: Date; since: Date },
    limit: number,
    beforeId?: string,
  ): Promise<FoundKey[]> {
    const before = beforeId === undefined ? sql`true` : sql`k.id < ${beforeId}`;
    const { rows } = await tx.execute<FoundKey>(sql`
      SELECT k.id, k.name, u.id AS "ownerId", u.is_service_account AS "isServiceAccount",
             trim(u.first_name || ' ' || u.last_name) AS "ownerName", k.created_at AS "createdAt",
             k.rotated_at AS "rotatedAt", k.expires_at AS "expiresAt", k.last_used_at AS "lastUsedAt"
        FROM ${workingKeys(organizationId, now)} AND ${conditionOf(finding, since)} AND ${before}
       ORDER BY k.id DESC LIMIT ${limit + 1}`);
    return rows;
  }
}
