import { Injectable } from '@nestjs/common';
import { and, desc, eq, isNotNull, isNull, lt, not, or, type SQL, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { accountKey } from '../../users/account-key.js';
import { isCalled } from '../../users/people-search.repository.js';
import { type UserRow, users } from '../../users/users.table.js';
import { erasures } from '../erasures.table.js';

/** An account that nobody signs in to, and its erasure where one is pending. */
export interface InactiveAccountRow extends Pick<
  UserRow,
  'id' | 'email' | 'firstName' | 'lastName' | 'deletedAt'
> {
  readonly dueAt: Date | null;
  readonly reason: string | null;
}

const columns = {
  id: users.id,
  email: users.email,
  firstName: users.firstName,
  lastName: users.lastName,
  deletedAt: users.deletedAt,
  dueAt: erasures.dueAt,
  reason: erasures.reason,
};
const isPending = and(
  eq(erasures.userId, users.id),
  isNull(erasures.cancelledAt),
  isNull(erasures.erasedAt),
);
const isErased = sql`EXISTS (SELECT FROM identity.erasures e
  WHERE e.user_id = ${users.id} AND e.erased_at IS NOT NULL)`;
const isPerson = and(not(users.isServiceAccount), not(isErased));
const isInactive = and(isPerson, or(not(users.isActive), isNotNull(users.deletedAt)));

/** Accounts of people that are deactivated or deleted, and not erased. */
@Injectable()
export class InactiveAccountsRepository {
  /** Latest first, one more than `limit`. */
  async list(
    tx: Queryable,
    search: string | undefined,
    limit: number,
    beforeId?: string,
  ): Promise<InactiveAccountRow[]> {
    return this.select(
      tx,
      and(
        search === undefined ? undefined : isCalled(search),
        beforeId === undefined ? undefined : lt(users.id, beforeId),
      ),
      limit + 1,
    );
  }

  /** Those whose address, as it is compared, or id this is; a deleted account's may be another's too. */
  async listNamed(tx: Queryable, name: string): Promise<InactiveAccountRow[]> {
    return this.select(
      tx,
      or(eq(users.emailKey, accountKey(name)), sql`${users.id}::text = ${name}`),
      2,
    );
  }

  /** A person who is not erased, held until the transaction ends: nobody activates them meanwhile. */
  async hold(tx: Transaction, userId: string): Promise<UserRow | null> {
    const [row] = await tx
      .select()
      .from(users)
      .where(and(isPerson, eq(users.id, userId)))
      .for('update');
    return row ?? null;
  }

  private async select(
    tx: Queryable,
    which: SQL | undefined,
    limit: number,
  ): Promise<InactiveAccountRow[]> {
    return tx
      .select(columns)
      .from(users)
      .leftJoin(erasures, isPending)
      .where(and(isInactive, which))
      .orderBy(desc(users.id))
      .limit(limit);
  }
}
