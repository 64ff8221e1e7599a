import { Injectable } from '@nestjs/common';
import type { SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import type { Entitlement } from '@gatehouse/contracts/permissions';
import { and, asc, eq, sql } from 'drizzle-orm';
import { text, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { identity } from '../identity.table.js';
import { members } from '../organizations/organizations.table.js';
import { users } from '../users/users.table.js';

/** A second factor that somebody turned on. */
export interface EnrolledFactor {
  readonly method: SecondFactorMethod;
  readonly since: Date;
}

/** What an organization asks of a member. */
export type FactorDemand = Pick<Entitlement, 'role' | 'secondFactorRequired' | 'acceptedFactors'>;

/** The second factors that people turned on: a view over the tables of all factors. */
const enrolledFactors = identity
  .view('enrolled_factors', {
    userId: uuid('user_id').notNull(),
    method: text('method').$type<SecondFactorMethod>().notNull(),
    since: moment('since').notNull(),
  })
  .existing();

@Injectable()
export class EnrolledFactorsRepository {
  /** What the person turned on, the oldest first; a method may be there several times. */
  async list(tx: Queryable, userId: string): Promise<EnrolledFactor[]> {
    return tx
      .select({ method: enrolledFactors.method, since: enrolledFactors.since })
      .from(enrolledFactors)
      .where(eq(enrolledFactors.userId, userId))
      .orderBy(asc(enrolledFactors.since));
  }

  /**
   * Of what the person turned on, what an organization accepts from them or, where none is named,
   * all of theirs do.
   * @param organizationId null for somebody who acts in none: everything.
   */
  async listAccepted(
    tx: Queryable,
    userId: string,
    organizationId?: string | null,
  ): Promise<SecondFactorMethod[]> {
    const there =
      organizationId === undefined ? sql`true` : sql`m.organization_id = ${organizationId}`;
    const rows = await tx
      .selectDistinct({ method: enrolledFactors.method })
      .from(enrolledFactors)
      .where(
        and(
          eq(enrolledFactors.userId, userId),
          sql`NOT EXISTS (SELECT FROM identity.members m
            WHERE m.user_id = ${userId} AND ${there}
              AND NOT m.accepted_factors ? ${enrolledFactors.method})`,
        ),
      );
    return rows.map(({ method }) => method);
  }

  /** What each of a person's organizations asks of them, as far as second factors go. */
  async listDemands(tx: Queryable, userId: string): Promise<FactorDemand[]> {
    const { role, secondFactorRequired, acceptedFactors } = members;
    return tx
      .select({ role, secondFactorRequired, acceptedFactors })
      .from(members)
      .where(eq(members.userId, userId));
  }

  /**
   * One change of a person's factors at a time, until the transaction ends. A sign-in that began
   * before it begins no session after it.
   */
  async lock(tx: Transaction, userId: string): Promise<void> {
    const factorChanges = sql`${users.factorChanges} + 1`;
    await tx.update(users).set({ factorChanges }).where(eq(users.id, userId));
  }
}
