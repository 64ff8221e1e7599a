import { Injectable } from '@nestjs/common';
import { and, desc, eq, isNull, lt } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne } from '../../../platform/database/primitives.js';
import { type ReplayRow, replays } from './replays.table.js';

@Injectable()
export class ReplaysRepository {
  async insert(tx: Transaction, row: typeof replays.$inferInsert): Promise<ReplayRow> {
    const [inserted] = await tx.insert(replays).values(row).returning();
    if (!inserted) throw new Error('the replay was not inserted');
    return inserted;
  }

  async find(queryable: Queryable, id: string): Promise<ReplayRow | null> {
    const [row] = await queryable.select().from(replays).where(eq(replays.id, id));
    return row ?? null;
  }

  /** Latest first. */
  async list(queryable: Queryable, before: string | null, limit: number): Promise<ReplayRow[]> {
    return queryable
      .select()
      .from(replays)
      .where(before === null ? undefined : lt(replays.id, before))
      .orderBy(desc(replays.id))
      .limit(limit);
  }

  /** Locks the oldest that has not ended and that nobody works on. */
  async lockUnfinished(tx: Transaction): Promise<ReplayRow | null> {
    const [row] = await tx
      .select()
      .from(replays)
      .where(isNull(replays.finishedAt))
      .orderBy(replays.id)
      .limit(1)
      .for('update', { skipLocked: true });
    return row ?? null;
  }

  /** Ends one that runs, once the batch in hand is done; null for one that does not run. */
  async cancel(tx: Transaction, id: string): Promise<ReplayRow | null> {
    const running = and(eq(replays.id, id), eq(replays.state, 'running'));
    return consumeOne(tx, replays, running, { state: 'cancelled' });
  }

  async update(tx: Transaction, id: string, change: Partial<ReplayRow>): Promise<void> {
    await tx.update(replays).set(change).where(eq(replays.id, id));
  }
}
