import { Injectable } from '@nestjs/common';
import {
  and,
  count,
  eq,
  getTableColumns,
  gte,
  inArray,
  isNull,
  lt,
  not,
  or,
  sql,
  type SQL,
} from 'drizzle-orm';
import type { AttributeValues } from '@gatehouse/contracts/identity/profiles/attributes';
import type { RoleKey } from '@gatehouse/contracts/identity/roles';
import {
  type ApplicationPermission,
  isBuiltIn,
  type SessionPreset,
} from '@gatehouse/contracts/permissions';
import { recordsetOf } from '../../../platform/database/recordset.js';
import { databaseCode } from '../../../platform/database/error-code.js';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { unchanged } from '../../../platform/database/primitives.js';
import { accountAddresses } from '../email-addresses/email-addresses.table.js';
import { ownedByOrganization } from '../memberships/memberships.repository.js';
import { members } from '../organizations/organizations.table.js';
import type { SeenAccount } from './account.js';
import { nameKey, type PeopleOrder, peopleOrders } from './people-order.repository.js';
import { isCalled } from './people-search.repository.js';
import { type UserRow, users } from './users.table.js';

/** Which people a list shows. */
export interface UserFilter {
  readonly ids?: readonly string[] | undefined;
  readonly search?: string | undefined;
  readonly roles?: readonly RoleKey[] | undefined;
  /** Ids of groups, of which they are in at least one. */
  readonly groups?: readonly string[] | undefined;
  readonly isActive?: boolean | undefined;
  readonly isServiceAccount?: boolean | undefined;
  readonly twoFactorEnabled?: boolean | undefined;
  /** There before, and not seen since. */
  readonly unseenSince?: Date | undefined;
  /** Attributes, each with the one value that is looked for. */
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  readonly createdFrom?: Date | undefined;
  readonly createdBefore?: Date | undefined;
}

/** A person, and the address of theirs that they were looked for by. */
export type FoundUser = UserRow & { readonly foundBy: string };

/** A person of a list, with what lists are sorted by. */
export type ListedAccount = SeenAccount & { readonly nameKey: string };

const {
  passwordHash: _hash,
  passwordSetAt: _since,
  emailKey: _email,
  usernameKey: _name,
  deletedAt: _deleted,
  ...shown
} = getTableColumns(users);
const twoFactorEnabled = sql<boolean>`EXISTS (SELECT FROM identity.enrolled_factors f WHERE f.user_id = ${users.id})`;
const acceptedFactorEnabled = sql<boolean>`EXISTS (SELECT FROM identity.enrolled_factors f
  WHERE f.user_id = ${users.id} AND coalesce(${members.acceptedFactors} ? f.method, true))`;
const account = {
  ...shown,
  organizationId: members.organizationId,
  role: members.role,
  customRole: members.customRole,
  customPermissions: members.customPermissions,
  groups: sql<{ id: string; name: string }[]>`coalesce(${members.groups}, '[]')`,
  groupPermissions: sql<string[]>`coalesce(${members.groupPermissions}, '{}')`,
  applicationPermissions: sql<
    ApplicationPermission[]
  >`coalesce(${members.applicationPermissions}, '{}')`,
  secondFactorRequired: sql<boolean>`coalesce(${members.secondFactorRequired}, false)`,
  sessionPreset: sql<SessionPreset>`coalesce(${members.sessionPreset}, 'standard')`,
  acceptedFactors: members.acceptedFactors,
  twoFactorEnabled,
  acceptedFactorEnabled,
  ownedByOrganization,
  attributes: sql<AttributeValues>`coalesce((SELECT known.attributes FROM identity.member_attributes known
    WHERE known.organization_id = members.organization_id AND known.user_id = users.id), '{}')`,
};

/** A person as a member of one organization. */
@Injectable()
export class UsersRepository {
  async insert(tx: Transaction, row: UserRow): Promise<void> {
    await tx.insert(users).values(row);
  }

  /** Inserts those whose name and address are free. @returns their ids. */
  async insertFree(tx: Transaction, rows: readonly UserRow[]): Promise<Set<string>> {
    const { columns, records } = recordsetOf(users, rows);
    const inserted = await tx.execute<{ id: string }>(sql`
      INSERT INTO ${users} (${columns})
      SELECT ${columns} FROM ${records} AS fresh
       WHERE NOT EXISTS (SELECT FROM ${accountAddresses} a WHERE a.email_key = fresh.email_key)
         AND (fresh.username_key IS NULL OR NOT identity.is_username_held(fresh.username_key, fresh.id))
      ON CONFLICT DO NOTHING RETURNING id`);
    return new Set(inserted.rows.map(({ id }) => id));
  }

  async anyExists(tx: Queryable): Promise<boolean> {
    const rows = await tx.select({ id: users.id }).from(users).limit(1);
    return rows.length > 0;
  }

  /** The person whose address this is, primary or not, unless deleted; a service account has none. */
  async findByEmail(tx: Queryable, emailKey: string): Promise<FoundUser | null> {
    const [row] = await tx
      .select({ ...getTableColumns(users), foundBy: accountAddresses.email })
      .from(accountAddresses)
      .innerJoin(users, eq(users.id, accountAddresses.userId))
      .where(and(eq(accountAddresses.emailKey, emailKey), not(users.isServiceAccount)));
    return row ?? null;
  }

  /** Those of these usernames that somebody has, or gave up lately. */
  async listTakenUsernames(tx: Queryable, usernameKeys: readonly string[]): Promise<Set<string>> {
    if (usernameKeys.length === 0) return new Set();
    const { rows } = await tx.execute<{ wished: string }>(sql`
      SELECT wished FROM unnest(${sql.param([...usernameKeys])}::text[]) AS wished
      WHERE identity.is_username_held(wished, NULL) OR EXISTS (
        SELECT FROM ${users} WHERE ${users.usernameKey} = wished AND ${isNull(users.deletedAt)})`);
    return new Set(rows.map(({ wished }) => wished));
  }

  /** The person as seen in an organization, or without one where it is null. */
  async find(
    tx: Queryable,
    userId: string,
    organizationId: string | null,
  ): Promise<SeenAccount | null> {
    const there = organizationId === null ? sql`false` : eq(members.organizationId, organizationId);
    return this.findAs(tx, userId, there);
  }

  /**
   * The person in the organization that they joined first, as at a sign-in. Whoever is responsible
   * there hears of what a person does without a session.
   */
  async findAtHome(tx: Queryable, userId: string): Promise<SeenAccount | null> {
    const first = sql`(SELECT organization_id FROM identity.memberships
      WHERE user_id = ${userId} ORDER BY created_at, organization_id LIMIT 1)`;
    return this.findAs(tx, userId, eq(members.organizationId, first));
  }

  private async findAs(tx: Queryable, userId: string, there: SQL): Promise<SeenAccount | null> {
    const membership = and(eq(members.userId, users.id), there);
    const [row] = await tx
      .select(account)
      .from(users)
      .leftJoin(members, membership)
      .where(and(eq(users.id, userId), isNull(users.deletedAt)));
    return row ?? null;
  }

  /** Members of an organization, latest first, one more than `limit`. */
  async list(
    tx: Queryable,
    organizationId: string,
    filter: UserFilter,
    limit: number,
    after?: string,
    order: PeopleOrder = peopleOrders['-createdAt'],
  ): Promise<ListedAccount[]> {
    return tx
      .select({ ...account, nameKey })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(
        and(
          eq(members.organizationId, organizationId),
          isNull(users.deletedAt),
          after === undefined ? undefined : order.after(after),
          ...conditionsOf(filter),
        ),
      )
      .orderBy(...order.by)
      .limit(limit + 1);
  }

  /** How many members of an organization a filter names. */
  async count(tx: Queryable, organizationId: string, filter: UserFilter): Promise<number> {
    const [row] = await tx
      .select({ people: count() })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(
        and(
          eq(members.organizationId, organizationId),
          isNull(users.deletedAt),
          ...conditionsOf(filter),
        ),
      );
    return row?.people ?? 0;
  }

  /**
   * Changes a user; null when it was changed by somebody else since `unchangedSince`.
   * @throws what PostgreSQL says of a taken username; see `isUsernameConflict`.
   */
  async update(
    tx: Transaction,
    userId: string,
    change: Partial<UserRow>,
    unchangedSince?: Date,
  ): Promise<UserRow | null> {
    const [row] = await tx
      .update(users)
      .set(change)
      .where(
        and(
          eq(users.id, userId),
          isNull(users.deletedAt),
          unchanged(users.updatedAt, unchangedSince),
        ),
      )
      .returning();
    return row ?? null;
  }
}

/** Whether an error says that another account has the address or the username. */
export const isTaken = (error: unknown): boolean => databaseCode(error) === '23505';

const has = (role: RoleKey): SQL | undefined =>
  isBuiltIn(role)
    ? and(eq(members.role, role), isNull(members.customRoleId))
    : eq(members.customRoleId, role);

/** An id of another organization's group finds nobody. */
const isInOneOf = (groupIds: readonly string[]): SQL => sql`EXISTS (
  SELECT FROM identity.group_members gm
  WHERE gm.organization_id = ${members.organizationId} AND gm.user_id = ${members.userId}
    AND gm.group_id = ANY (${sql.param([...groupIds])}::uuid[]))`;

const unseen = (since: Date): SQL | undefined =>
  and(
    lt(users.createdAt, since),
    sql`NOT EXISTS (SELECT FROM identity.sessions s
      WHERE s.user_id = ${users.id} AND s.last_seen_at >= ${since.toISOString()})`,
  );

const isKnownBy = (attributes: Readonly<Record<string, unknown>>): SQL =>
  sql`EXISTS (SELECT FROM identity.member_attributes known
    WHERE known.organization_id = members.organization_id AND known.user_id = users.id
      AND known.attributes @> ${JSON.stringify(attributes)}::jsonb)`;

function conditionsOf(filter: UserFilter): (SQL | undefined)[] {
  const { ids, search, roles, groups, attributes, isActive, isServiceAccount } = filter;
  const { twoFactorEnabled: hasFactor, unseenSince, createdFrom, createdBefore } = filter;
  return [
    ids === undefined ? undefined : inArray(users.id, [...ids]),
    search === undefined ? undefined : isCalled(search),
    roles === undefined ? undefined : or(...roles.map(has)),
    groups === undefined ? undefined : isInOneOf(groups),
    isActive === undefined ? undefined : eq(users.isActive, isActive),
    isServiceAccount === undefined ? undefined : eq(users.isServiceAccount, isServiceAccount),
    hasFactor === undefined ? undefined : sql`${twoFactorEnabled} = ${hasFactor}`,
    unseenSince === undefined ? undefined : unseen(unseenSince),
    attributes === undefined ? undefined : isKnownBy(attributes),
    createdFrom === undefined ? undefined : gte(users.createdAt, createdFrom),
    createdBefore === undefined ? undefined : lt(users.createdAt, createdBefore),
  ];
}
