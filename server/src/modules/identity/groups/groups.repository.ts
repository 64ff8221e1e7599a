import { Injectable } from '@nestjs/common';
import { and, asc, eq, getTableColumns, gt, ilike, sql, type SQL } from 'drizzle-orm';
import type { Role } from '@gatehouse/contracts/permissions';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, containing, unchanged } from '../../../platform/database/primitives.js';
import { type GroupRow, groups } from './groups.table.js';

/** A group, and how many are in it. */
export interface CountedGroup extends GroupRow {
  readonly members: number;
}

const counted = {
  ...getTableColumns(groups),
  members: sql<number>`(SELECT count(*)::int FROM identity.group_members gm
    JOIN identity.users u ON u.id = gm.user_id AND u.deleted_at IS NULL
    WHERE gm.group_id = groups.id)`,
};

/** What groups there are. Whoever changes one holds the organization's lock. */
@Injectable()
export class GroupsRepository {
  async insert(tx: Transaction, row: GroupRow): Promise<void> {
    await tx.insert(groups).values(row);
  }

  /** By name, one more than `limit`. */
  async list(
    tx: Queryable,
    organizationId: string,
    {
      limit,
      after,
      search,
    }: { limit: number; after?: string | undefined; search?: string | undefined },
  ): Promise<CountedGroup[]> {
    return tx
      .select(counted)
      .from(groups)
      .where(
        and(
          eq(groups.organizationId, organizationId),
          after === undefined ? undefined : gt(groups.nameKey, after),
          search ? ilike(groups.name, containing(search)) : undefined,
        ),
      )
      .orderBy(asc(groups.nameKey))
      .limit(limit + 1);
  }

  async count(tx: Queryable, organizationId: string): Promise<number> {
    return tx.$count(groups, eq(groups.organizationId, organizationId));
  }

  async find(tx: Queryable, organizationId: string, id: string): Promise<CountedGroup | null> {
    const [row] = await tx.select(counted).from(groups).where(one(organizationId, id));
    return row ?? null;
  }

  /** All of an organization. */
  async listAll(tx: Queryable, organizationId: string): Promise<GroupRow[]> {
    return tx.select().from(groups).where(eq(groups.organizationId, organizationId));
  }

  /** Changes a group; null when somebody else changed it since `unchangedSince`. */
  async update(
    tx: Transaction,
    organizationId: string,
    id: string,
    change: Partial<GroupRow>,
    unchangedSince?: Date,
  ): Promise<GroupRow | null> {
    return consumeOne(
      tx,
      groups,
      and(one(organizationId, id), unchanged(groups.updatedAt, unchangedSince)),
      change,
    );
  }

  async remove(tx: Transaction, organizationId: string, id: string): Promise<void> {
    await tx.delete(groups).where(one(organizationId, id));
  }

  /** Which ranks are in a group. */
  async listRanks(tx: Transaction, groupId: string): Promise<Role[]> {
    const { rows } = await tx.execute<{ role: Role }>(sql`
      SELECT DISTINCT m.role FROM identity.group_members gm
      JOIN identity.memberships m USING (organization_id, user_id) WHERE gm.group_id = ${groupId}`);
    return rows.map(({ role }) => role);
  }
}

const one = (organizationId: string, id: string): SQL | undefined =>
  and(eq(groups.id, id), eq(groups.organizationId, organizationId));
