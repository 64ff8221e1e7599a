import { Injectable } from '@nestjs/common';
import type { SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import { eq } from 'drizzle-orm';
import { uuid, varchar } from 'drizzle-orm/pg-core';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { identity } from '../identity.table.js';

const preferredFactors = identity.table('preferred_factors', {
  userId: uuid('user_id').primaryKey(),
  method: varchar('method', { length: 20 }).$type<SecondFactorMethod>().notNull(),
});

/** What people want to be asked for first. */
@Injectable()
export class PreferredFactorsRepository {
  async find(tx: Queryable, userId: string): Promise<SecondFactorMethod | null> {
    const [row] = await tx
      .select({ method: preferredFactors.method })
      .from(preferredFactors)
      .where(eq(preferredFactors.userId, userId));
    return row?.method ?? null;
  }

  async set(tx: Transaction, userId: string, method: SecondFactorMethod | null): Promise<void> {
    if (method === null)
      await tx.delete(preferredFactors).where(eq(preferredFactors.userId, userId));
    else
      await tx
        .insert(preferredFactors)
        .values({ userId, method })
        .onConflictDoUpdate({ target: preferredFactors.userId, set: { method } });
  }
}
