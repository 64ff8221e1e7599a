import { Injectable } from '@nestjs/common';
import { and, eq, isNull, not } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { type UserRow, users } from './users.table.js';

const unconfirmed = and(
  isNull(users.emailVerifiedAt),
  isNull(users.deletedAt),
  not(users.isServiceAccount),
);

/** Accounts that others made for somebody's address, and that nobody has confirmed. */
@Injectable()
export class UnconfirmedAccountsRepository {
  async findId(tx: Queryable, emailKey: string): Promise<string | null> {
    const [row] = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.emailKey, emailKey), unconfirmed));
    return row?.id ?? null;
  }

  /** Keeps the account as it is until the transaction ends; null when it was confirmed meanwhile. */
  async hold(tx: Transaction, userId: string): Promise<UserRow | null> {
    const [row] = await tx
      .select()
      .from(users)
      .where(and(eq(users.id, userId), unconfirmed))
      .for('no key update');
    return row ?? null;
  }
}
