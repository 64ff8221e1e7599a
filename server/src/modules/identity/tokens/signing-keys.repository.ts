import { Injectable } from '@nestjs/common';
import { and, desc, gt, isNull, lt, or, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { signingKeys, type SigningKeyRow } from './signing-keys.table.js';

@Injectable()
export class SigningKeysRepository {
  /** Makes changes of the keys wait for each other until the transaction ends. */
  async lock(tx: Transaction): Promise<void> {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('identity.signing_keys'))`);
  }

  /** Keys that are not retired, the latest to become active first. */
  async list(tx: Queryable, now: Date): Promise<SigningKeyRow[]> {
    return tx
      .select()
      .from(signingKeys)
      .where(or(isNull(signingKeys.retiredAt), gt(signingKeys.retiredAt, now)))
      .orderBy(desc(signingKeys.activeFrom));
  }

  async insert(tx: Transaction, key: SigningKeyRow): Promise<void> {
    await tx.insert(signingKeys).values(key);
  }

  /** Lets the keys that were active before `activeFrom` go at `retiredAt`. */
  async retireBefore(tx: Transaction, activeFrom: Date, retiredAt: Date): Promise<void> {
    await tx
      .update(signingKeys)
      .set({ retiredAt })
      .where(and(isNull(signingKeys.retiredAt), lt(signingKeys.activeFrom, activeFrom)));
  }
}
