import { Injectable } from '@nestjs/common';
import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../../../platform/database/database.js';
import { reserve } from '../../../platform/database/primitives.js';
import { type GroupMemberRow, groupMembers, groups } from './groups.table.js';

/** Who is in which group. Whoever changes that holds the organization's lock. */
@Injectable()
export class GroupMembersRepository {
  /** False for somebody who is in the group already. */
  async reserve(tx: Transaction, row: GroupMemberRow): Promise<boolean> {
    return (await reserve(tx, groupMembers, row)) !== null;
  }

  /** Puts people into those of these groups that there are. @returns who came into which. */
  async addAll(
    tx: Transaction,
    organizationId: string,
    wishes: readonly { readonly userId: string; readonly groupId: string }[],
    createdAt: Date,
  ): Promise<{ groupId: string; name: string; userId: string }[]> {
    const { rows } = await tx.execute<{ groupId: string; name: string; userId: string }>(sql`
      WITH wished AS (
        SELECT g.id, w."userId" AS user_id
        FROM jsonb_to_recordset(${JSON.stringify(wishes)}::jsonb) AS w ("userId" uuid, "groupId" uuid)
        JOIN ${groups} g ON g.organization_id = ${organizationId} AND g.id = w."groupId"
        FOR KEY SHARE OF g),
      added AS (
        INSERT INTO ${groupMembers} (group_id, organization_id, user_id, created_at)
        SELECT id, ${organizationId}::uuid, user_id, ${createdAt.toISOString()}::timestamptz FROM wished
        ON CONFLICT DO NOTHING RETURNING group_id, user_id)
      SELECT g.id AS "groupId", g.name, added.user_id AS "userId"
      FROM added JOIN ${groups} g ON g.id = added.group_id`);
    return rows;
  }

  /** False for somebody who is not in the group. */
  async remove(tx: Transaction, groupId: string, userId: string): Promise<boolean> {
    const removed = await tx
      .delete(groupMembers)
      .where(and(eq(groupMembers.groupId, groupId), eq(groupMembers.userId, userId)))
      .returning();
    return removed.length > 0;
  }
}
