import { Injectable } from '@nestjs/common';
import type { SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import { asc, eq } from 'drizzle-orm';
import { text, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/database/columns.js';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { identity } from '../identity.table.js';
import { users } from '../users/users.table.js';

/** A second factor that somebody turned on. */
export interface EnrolledFactor {
  readonly method: SecondFactorMethod;
  readonly since: Date;
}

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

  /** One change of a person's factors at a time, until the transaction ends. */
  async lock(tx: Transaction, userId: string): Promise<void> {
    await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('no key update');
  }
}
