import { Injectable } from '@nestjs/common';
import { and, desc, eq, lt } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { reserve } from '../../../platform/database/primitives.js';
import { type VerificationRow, verifications } from './verifications.table.js';

@Injectable()
export class VerificationsRepository {
  async find(queryable: Queryable, id: string): Promise<VerificationRow | null> {
    const [row] = await queryable.select().from(verifications).where(eq(verifications.id, id));
    return row ?? null;
  }

  async findLatest(queryable: Queryable): Promise<VerificationRow | null> {
    const [row] = await queryable
      .select()
      .from(verifications)
      .orderBy(desc(verifications.id))
      .limit(1);
    return row ?? null;
  }

  /** Begins one; null when another runs. */
  async begin(tx: Transaction, id: string, now: Date): Promise<VerificationRow | null> {
    return reserve(tx, verifications, { id, state: 'running', startedAt: now, updatedAt: now });
  }

  /** Gives up what runs and has not been heard of since `before`. */
  async giveUp(tx: Transaction, before: Date): Promise<void> {
    await tx
      .update(verifications)
      .set({ state: 'failed' })
      .where(and(eq(verifications.state, 'running'), lt(verifications.updatedAt, before)));
  }

  /** Changes one that runs; false when it does so no more. */
  async update(
    queryable: Queryable,
    id: string,
    change: Partial<VerificationRow>,
  ): Promise<boolean> {
    const done = await queryable
      .update(verifications)
      .set(change)
      .where(and(eq(verifications.id, id), eq(verifications.state, 'running')));
    return done.rowCount === 1;
  }
}
