import { Injectable } from '@nestjs/common';
import type { Person } from '@gatehouse/contracts/identity/people';
import {
  and,
  eq,
  getTableColumns,
  gte,
  isNotNull,
  isNull,
  lt,
  not,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { nameKey, type PeopleOrder } from '../users/people-order.repository.js';
import { isCalled } from '../users/people-search.repository.js';
import { type UserRow, users } from '../users/users.table.js';

/** Which people a list shows. */
export interface PeopleFilter {
  readonly search?: string | undefined;
  readonly isActive?: boolean | undefined;
  readonly emailVerified?: boolean | undefined;
  readonly hasOrganization?: boolean | undefined;
  readonly createdFrom?: Date | undefined;
  readonly createdBefore?: Date | undefined;
}

/** Somebody who has an account, with what lists are sorted by. */
export interface PersonRow extends Omit<
  UserRow,
  'passwordHash' | 'passwordSetAt' | 'emailKey' | 'usernameKey' | 'deletedAt' | 'isServiceAccount'
> {
  readonly twoFactorEnabled: boolean;
  readonly memberships: Person['memberships'];
  readonly nameKey: string;
}

const {
  passwordHash: _hash,
  passwordSetAt: _since,
  emailKey: _email,
  usernameKey: _name,
  deletedAt: _deleted,
  isServiceAccount: _service,
  ...shown
} = getTableColumns(users);
const columns = {
  ...shown,
  nameKey,
  twoFactorEnabled: sql<boolean>`EXISTS (SELECT FROM identity.enrolled_factors f WHERE f.user_id = users.id)`,
  memberships: sql<Person['memberships']>`coalesce((
    SELECT json_agg(json_build_object('organizationId', o.id, 'organizationName', o.name,
        'role', m.role, 'customRole', m.custom_role ->> 'name') ORDER BY m.created_at, o.id)
      FROM identity.members m JOIN identity.organizations o ON o.id = m.organization_id
     WHERE m.user_id = users.id), '[]')`,
};
const isPerson = and(isNull(users.deletedAt), not(users.isServiceAccount));

/** Everybody who has an account, whichever organization they belong to. */
@Injectable()
export class PeopleRepository {
  /** One more than `limit`. @param after key of the last row of the page before. */
  async list(
    tx: Queryable,
    filter: PeopleFilter,
    order: PeopleOrder,
    limit: number,
    after?: string,
  ): Promise<PersonRow[]> {
    return tx
      .select(columns)
      .from(users)
      .where(
        and(
          isPerson,
          after === undefined ? undefined : order.after(after),
          ...conditionsOf(filter),
        ),
      )
      .orderBy(...order.by)
      .limit(limit + 1);
  }

  async find(tx: Queryable, userId: string): Promise<PersonRow | null> {
    const [row] = await tx
      .select(columns)
      .from(users)
      .where(and(isPerson, eq(users.id, userId)));
    return row ?? null;
  }

  /** Every address by which somebody's account is found. */
  async listAddresses(tx: Queryable, userId: string): Promise<string[]> {
    const found = await tx.execute<{ email: string }>(sql`
      SELECT email FROM identity.account_addresses WHERE user_id = ${userId}`);
    return found.rows.map(({ email }) => email);
  }

  /** Whether there is such a person; if so, nobody appoints or changes them until the transaction ends. */
  async hold(tx: Transaction, userId: string): Promise<boolean> {
    const rows = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(isPerson, eq(users.id, userId)))
      .for('no key update');
    return rows.length > 0;
  }
}

const isMember = sql`EXISTS (SELECT FROM identity.memberships m WHERE m.user_id = users.id)`;

/** A condition, or its opposite. */
const either = (wanted: boolean | undefined, yes: SQL, no: SQL): SQL | undefined =>
  wanted === undefined ? undefined : wanted ? yes : no;

function conditionsOf(filter: PeopleFilter): (SQL | undefined)[] {
  const { search, isActive, emailVerified, hasOrganization, createdFrom, createdBefore } = filter;
  return [
    search === undefined ? undefined : isCalled(search),
    // As idx_users_inactive and idx_users_unconfirmed have it.
    either(isActive, sql`${users.isActive}`, sql`NOT ${users.isActive}`),
    either(emailVerified, isNotNull(users.emailVerifiedAt), isNull(users.emailVerifiedAt)),
    either(hasOrganization, isMember, not(isMember)),
    createdFrom === undefined ? undefined : gte(users.createdAt, createdFrom),
    createdBefore === undefined ? undefined : lt(users.createdAt, createdBefore),
  ];
}
