import { Injectable } from '@nestjs/common';
import { and, eq } from 'drizzle-orm';
import type { Transaction } from '../../../platform/database/database.js';
import { reserve } from '../../../platform/database/primitives.js';
import { type GroupMemberRow, groupMembers } from './groups.table.js';

/** Who is in which group. Whoever changes that holds the organization's lock. */
@Injectable()
export class GroupMembersRepository {
  /** False for somebody who is in the group already. */
  async reserve(tx: Transaction, row: GroupMemberRow): Promise<boolean> {
    return (await reserve(tx, groupMembers, row)) !== null;
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
