import { Injectable } from '@nestjs/common';
import { and, eq, or, type SQL, sql } from 'drizzle-orm';
import { organizationPolicies } from '@gatehouse/contracts/identity/policies';
import type { OrganizationPolicies, SignInMethod } from '@gatehouse/contracts/identity/policies';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, unchanged } from '../../../platform/database/primitives.js';
import { memberships, organizations } from '../organizations/organizations.table.js';

/** The policies of an organization, and when it was last changed. */
export interface KnownPolicies {
  readonly policies: OrganizationPolicies;
  readonly updatedAt: Date;
}

/** What organizations ask of a password. */
export interface PasswordDemands {
  /** Characters; 0 where none asks. */
  readonly minLength: number;
  /** By zxcvbn; 0 where none asks. */
  readonly minScore: number;
  /** How many passwords it must differ from. */
  readonly history: number;
  /** What it must not be made of. */
  readonly bannedWords: readonly string[];
}

/** What somebody has to sign in with. */
export interface OwnWays {
  readonly hasPassword: boolean;
  /** One that is good as the only step. */
  readonly hasPasskey: boolean;
  /** Where they have a connected account. */
  readonly providers: readonly string[];
}

@Injectable()
export class PoliciesRepository {
  /** What was never set has its default. */
  async get(tx: Queryable, organizationId: string): Promise<KnownPolicies> {
    const [row] = await tx
      .select({ policies: organizations.policies, updatedAt: organizations.updatedAt })
      .from(organizations)
      .where(eq(organizations.id, organizationId));
    if (!row) throw new Error('an organization is never deleted');
    return { policies: organizationPolicies.parse(row.policies), updatedAt: row.updatedAt };
  }

  /** @returns false when somebody else changed the organization since `unchangedSince`. */
  async replace(
    tx: Transaction,
    organizationId: string,
    change: KnownPolicies,
    unchangedSince?: Date,
  ): Promise<boolean> {
    const same = unchanged(organizations.updatedAt, unchangedSince);
    const one = and(eq(organizations.id, organizationId), same);
    return (await consumeOne(tx, organizations, one, change)) !== null;
  }

  async findWays(tx: Queryable, userId: string): Promise<OwnWays> {
    const { rows } = await tx.execute<OwnWays & Record<string, unknown>>(sql`
      SELECT password_hash IS NOT NULL AS "hasPassword",
        EXISTS (SELECT FROM identity.passkeys p
          WHERE p.user_id = u.id AND NOT p.second_step_only) AS "hasPasskey",
        ARRAY(SELECT provider FROM identity.connections c WHERE c.user_id = u.id) AS providers
      FROM identity.users u WHERE u.id = ${userId}`);
    return rows[0] ?? { hasPassword: false, hasPasskey: false, providers: [] };
  }

  /** The ways in that each of a person's organizations allows, where it does not allow all; one left out. */
  async listRestrictions(
    tx: Queryable,
    userId: string,
    exceptId: string | null,
  ): Promise<SignInMethod[][]> {
    const { rows } = await tx.execute<{ allowed: SignInMethod[] }>(sql`
      SELECT o.policies -> 'signInMethods' AS allowed FROM identity.organizations o
      JOIN identity.memberships m ON m.organization_id = o.id AND m.user_id = ${userId}
      WHERE jsonb_typeof(o.policies -> 'signInMethods') = 'array'
        AND o.id IS DISTINCT FROM ${exceptId}::uuid`);
    return rows.map(({ allowed }) => allowed);
  }

  /** Days for which a person's organizations all let a device skip the second factor; at most `most`. */
  async findTrustedDays(tx: Queryable, userId: string, most: number): Promise<number> {
    const { rows } = await tx.execute<{ days: number }>(sql`
      SELECT least(${most}::int, min(coalesce((o.policies ->> 'trustedDeviceDays')::int,
          CASE o.policies ->> 'sessions' WHEN 'strict' THEN 0 END))) AS days
        FROM identity.organizations o
        JOIN identity.memberships m ON m.organization_id = o.id AND m.user_id = ${userId}
       WHERE o.closed_at IS NULL`);
    return rows[0]?.days ?? most;
  }

  /** Domains of addresses that each of a person's organizations allows. */
  async listEmailDomains(tx: Queryable, userId: string): Promise<(readonly string[])[]> {
    const rows = await tx
      .select({ policies: organizations.policies })
      .from(organizations)
      .innerJoin(memberships, eq(memberships.organizationId, organizations.id))
      .where(eq(memberships.userId, userId));
    return rows.map(({ policies }) => policies.allowedEmailDomains ?? []);
  }

  /** What the person's organizations ask of a password: the strictest of each. */
  async findPasswordDemands(
    tx: Queryable,
    owner: {
      readonly userId?: string;
      readonly organizationId?: string;
      readonly secondFactor: boolean;
    },
  ): Promise<PasswordDemands> {
    const { userId, organizationId, secondFactor } = owner;
    const setting = secondFactor ? 'passwordMinLengthSecondFactor' : 'passwordMinLength';
    const own = sql`${organizations.id} IN (
      SELECT ${memberships.organizationId} FROM ${memberships} WHERE ${memberships.userId} = ${userId})`;
    const which = or(
      userId === undefined ? undefined : own,
      organizationId === undefined ? undefined : eq(organizations.id, organizationId),
    );
    // Whoever registers belongs to none.
    const all = which === undefined ? [] : await this.listPolicies(tx, which);
    return {
      minLength: Math.max(0, ...all.map((policies) => policies[setting] ?? 0)),
      minScore: Math.max(0, ...all.map(({ passwordMinScore }) => passwordMinScore ?? 0)),
      history: Math.max(0, ...all.map(({ passwordHistory }) => passwordHistory ?? 0)),
      bannedWords: all.flatMap(({ passwordWords }) => passwordWords ?? []),
    };
  }

  private async listPolicies(tx: Queryable, which: SQL): Promise<Partial<OrganizationPolicies>[]> {
    const rows = await tx
      .select({ policies: organizations.policies })
      .from(organizations)
      .where(which);
    return rows.map(({ policies }) => policies);
  }
}
