import { Injectable } from '@nestjs/common';
import { and, asc, eq } from 'drizzle-orm';
import type { Queryable, Transaction } from '../database/database.js';
import { type ErasureKey, type ErasureRow, erasures } from './erasures.table.js';

const named = ({ module, subjectType, subjectId }: ErasureKey) =>
  and(
    eq(erasures.module, module),
    eq(erasures.subjectType, subjectType),
    eq(erasures.subjectId, subjectId),
  );

/** Erasures that modules have still to do. */
@Injectable()
export class ErasuresRepository {
  /** Notes one; one that is noted begins anew. */
  async note(
    tx: Transaction,
    row: ErasureKey & Pick<ErasureRow, 'words' | 'erasedAt'>,
  ): Promise<void> {
    const anew = { words: row.words, erasedAt: row.erasedAt, step: 0, position: null };
    const target = [erasures.module, erasures.subjectType, erasures.subjectId];
    await tx.insert(erasures).values(row).onConflictDoUpdate({ target, set: anew });
  }

  /** Those of a module, the oldest first. */
  async list(queryable: Queryable, module: string): Promise<ErasureRow[]> {
    return queryable
      .select()
      .from(erasures)
      .where(eq(erasures.module, module))
      .orderBy(asc(erasures.erasedAt), asc(erasures.subjectId));
  }

  /** Takes the turn of one; null when it is done. */
  async lock(tx: Transaction, key: ErasureKey): Promise<ErasureRow | null> {
    const [row] = await tx.select().from(erasures).where(named(key)).for('update');
    return row ?? null;
  }

  async moveOn(
    tx: Transaction,
    key: ErasureKey,
    to: Pick<ErasureRow, 'step' | 'position'>,
  ): Promise<void> {
    await tx.update(erasures).set(to).where(named(key));
  }

  async finish(tx: Transaction, key: ErasureKey): Promise<void> {
    await tx.delete(erasures).where(named(key));
  }
}
