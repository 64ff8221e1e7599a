import { Injectable } from '@nestjs/common';
import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../../platform/database/database.js';
import { containing } from '../../../platform/database/primitives.js';
import { accountKey } from '../users/account-key.js';

/** A person, with every organization they belong to. */
export interface PersonLine {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly isPrimaryAdmin: boolean;
  /** Such as `BOSS of Northwind`. */
  readonly memberships: string;
}

export interface OrganizationLine {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly name: string;
  readonly members: number;
  readonly isClosed: boolean;
}

/** Somebody of an organization. */
export interface MemberLine {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly isServiceAccount: boolean;
  /** A built-in role, or what a custom one is called. */
  readonly role: string;
}

export interface KeyLine {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly userId: string;
  readonly owner: string;
  readonly organizationId: string;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** A time that a statement by hand answers as text. */
const dateOf = (time: Date | null): Date | null => (time === null ? null : new Date(time));

/** What whoever runs the installation may look at: every organization. */
@Injectable()
export class OperatorRepository {
  /** People whose address, name or id has a text in it, latest first; all, or those of an organization. */
  async listPeople(
    tx: Queryable,
    search: string,
    limit: number,
    organizationId: string | null = null,
  ): Promise<PersonLine[]> {
    const pattern = containing(search);
    return this.select(
      tx,
      sql`(u.email ILIKE ${pattern} OR u.id::text = ${search}
          OR u.first_name || ' ' || u.last_name ILIKE ${pattern})
        AND (${organizationId}::text IS NULL OR EXISTS (SELECT FROM identity.memberships m
          WHERE m.user_id = u.id AND m.organization_id::text = ${organizationId}))`,
      limit,
    );
  }

  /** The person one of whose addresses, as they are compared, or id this is. */
  async findPerson(tx: Queryable, name: string): Promise<PersonLine | null> {
    const named = sql`(u.id IN (SELECT user_id FROM identity.account_addresses
        WHERE email_key = ${accountKey(name)}) OR u.id::text = ${name})`;
    const [person] = await this.select(tx, named, 1);
    return person ?? null;
  }

  private async select(tx: Queryable, which: SQL, limit: number): Promise<PersonLine[]> {
    const { rows } = await tx.execute<PersonLine>(sql`
      SELECT u.id, u.email, u.first_name || ' ' || u.last_name AS name,
             u.is_active AS "isActive", u.is_primary_admin AS "isPrimaryAdmin",
             coalesce((SELECT string_agg(m.role || ' of ' || o.name, ', ' ORDER BY m.created_at)
               FROM identity.memberships m JOIN identity.organizations o ON o.id = m.organization_id
              WHERE m.user_id = u.id), '') AS memberships
        FROM identity.users u
       WHERE u.deleted_at IS NULL AND ${which}
       ORDER BY u.id DESC LIMIT ${limit}`);
    return rows;
  }

  async listOrganizations(tx: Queryable): Promise<OrganizationLine[]> {
    const { rows } = await tx.execute<OrganizationLine>(sql`
      SELECT o.id, o.name, (SELECT count(*)::int FROM identity.memberships m
                             WHERE m.organization_id = o.id) AS members,
             o.closed_at IS NOT NULL AS "isClosed"
        FROM identity.organizations o ORDER BY o.id`);
    return rows;
  }

  /** API keys that are good at a moment, latest first. */
  async listKeys(tx: Queryable, now: Date): Promise<KeyLine[]> {
    const { rows } = await tx.execute<KeyLine>(sql`
      SELECT k.id, k.name, k.hint, k.user_id AS "userId", CASE WHEN u.is_service_account THEN u.first_name ELSE u.email END AS owner,
             k.organization_id AS "organizationId", k.expires_at AS "expiresAt",
             k.last_used_at AS "lastUsedAt"
        FROM identity.api_keys k JOIN identity.users u ON u.id = k.user_id
       WHERE k.revoked_at IS NULL
         AND (k.expires_at IS NULL OR k.expires_at > ${now.toISOString()}::timestamptz)
       ORDER BY k.id DESC`);
    return rows.map((row) => ({
      ...row,
      expiresAt: dateOf(row.expiresAt),
      lastUsedAt: dateOf(row.lastUsedAt),
    }));
  }

  /** People and service accounts of an organization, latest first. */
  async listMembers(tx: Queryable, organizationId: string): Promise<MemberLine[]> {
    const { rows } = await tx.execute<MemberLine>(sql`
      SELECT u.id, u.email, u.first_name || ' ' || u.last_name AS name,
             u.is_active AS "isActive", u.is_service_account AS "isServiceAccount",
             coalesce(r.name, m.role) AS role
        FROM identity.memberships m JOIN identity.users u ON u.id = m.user_id
        LEFT JOIN identity.custom_roles r ON r.id = m.custom_role_id
       WHERE m.organization_id::text = ${organizationId} AND u.deleted_at IS NULL
       ORDER BY u.id DESC`);
    return rows;
  }

  /** Id of the person who runs the platform. */
  async findPrimaryAdmin(tx: Queryable): Promise<string | null> {
    const { rows } = await tx.execute<{ id: string }>(sql`
      SELECT id FROM identity.users WHERE is_primary_admin AND deleted_at IS NULL`);
    return rows[0]?.id ?? null;
  }
}
