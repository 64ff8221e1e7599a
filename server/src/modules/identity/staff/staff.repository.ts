import { Injectable } from '@nestjs/common';
import type { PlatformRole } from '@gatehouse/contracts/permissions';
import { and, asc, desc, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { type UserRow, users } from '../users/users.table.js';

/** A member of the staff. */
export interface StaffRow extends Pick<
  UserRow,
  'id' | 'email' | 'firstName' | 'lastName' | 'isPrimaryAdmin' | 'isActive' | 'createdAt'
> {
  readonly platformRole: PlatformRole;
  readonly twoFactorEnabled: boolean;
}

const columns = {
  id: users.id,
  email: users.email,
  firstName: users.firstName,
  lastName: users.lastName,
  // Every statement below asks for those who have one.
  platformRole: sql<PlatformRole>`${users.platformRole}`,
  isPrimaryAdmin: users.isPrimaryAdmin,
  isActive: users.isActive,
  createdAt: users.createdAt,
  twoFactorEnabled: sql<boolean>`EXISTS (SELECT FROM identity.enrolled_factors f WHERE f.user_id = ${users.id})`,
};
const isStaff = and(isNotNull(users.platformRole), isNull(users.deletedAt));

/** Who looks after the installation. */
@Injectable()
export class StaffRepository {
  /** Latest account first, one more than `limit`. */
  async list(tx: Queryable, limit: number, beforeId?: string): Promise<StaffRow[]> {
    return tx
      .select(columns)
      .from(users)
      .where(and(isStaff, beforeId === undefined ? undefined : lt(users.id, beforeId)))
      .orderBy(desc(users.id))
      .limit(limit + 1);
  }

  async find(tx: Queryable, userId: string): Promise<StaffRow | null> {
    const [row] = await tx
      .select(columns)
      .from(users)
      .where(and(isStaff, eq(users.id, userId)));
    return row ?? null;
  }

  /**
   * All of the staff, held until the transaction ends: changes of who belongs to it come one after
   * the other, each seeing what the last one left (attack 7).
   */
  async lock(tx: Transaction): Promise<StaffRow[]> {
    return tx
      .select(columns)
      .from(users)
      .where(isStaff)
      .orderBy(asc(users.id))
      .for('no key update');
  }

  /** What somebody is; if it is something, they remain it until the transaction ends. */
  async hold(tx: Transaction, userId: string): Promise<PlatformRole | null> {
    const [row] = await tx
      .select({ platformRole: columns.platformRole })
      .from(users)
      .where(and(isStaff, eq(users.id, userId), users.isActive))
      .for('share');
    return row?.platformRole ?? null;
  }

  async setRole(
    tx: Transaction,
    userId: string,
    platformRole: PlatformRole | null,
    updatedAt: Date,
  ): Promise<void> {
    await tx.update(users).set({ platformRole, updatedAt }).where(eq(users.id, userId));
  }
}
