import { Injectable } from '@nestjs/common';
import { and, desc, eq, getTableColumns, isNull, lt } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, removeAll } from '../../../platform/database/primitives.js';
import { type EndpointRow, endpoints } from '../endpoints/endpoints.table.js';
import { type RecoveryRow, recoveries } from './recoveries.table.js';

/** A recovery with the endpoint that it is for. */
export interface Recovery {
  readonly recovery: RecoveryRow;
  readonly endpoint: EndpointRow;
}

@Injectable()
export class RecoveriesRepository {
  async insert(tx: Transaction, row: typeof recoveries.$inferInsert): Promise<RecoveryRow> {
    const [inserted] = await tx.insert(recoveries).values(row).returning();
    if (!inserted) throw new Error('the recovery was not inserted');
    return inserted;
  }

  /** Null when the organization has no such recovery. */
  async find(queryable: Queryable, organizationId: string, id: string): Promise<Recovery | null> {
    const [row] = await queryable
      .select({ recovery: getTableColumns(recoveries), endpoint: getTableColumns(endpoints) })
      .from(recoveries)
      .innerJoin(endpoints, eq(endpoints.id, recoveries.endpointId))
      .where(and(eq(recoveries.id, id), eq(endpoints.organizationId, organizationId)));
    return row ?? null;
  }

  /** Latest first. */
  async list(
    queryable: Queryable,
    endpointId: string,
    before: string | null,
    limit: number,
  ): Promise<RecoveryRow[]> {
    const after = before === null ? undefined : lt(recoveries.id, before);
    return queryable
      .select()
      .from(recoveries)
      .where(and(eq(recoveries.endpointId, endpointId), after))
      .orderBy(desc(recoveries.id))
      .limit(limit);
  }

  /** Locks the oldest that has not ended and that nobody works on. */
  async lockUnfinished(tx: Transaction): Promise<RecoveryRow | null> {
    const [row] = await tx
      .select()
      .from(recoveries)
      .where(isNull(recoveries.finishedAt))
      .orderBy(recoveries.id)
      .limit(1)
      .for('update', { skipLocked: true });
    return row ?? null;
  }

  async update(tx: Transaction, id: string, change: Partial<RecoveryRow>): Promise<void> {
    await tx.update(recoveries).set(change).where(eq(recoveries.id, id));
  }

  /** Ends one that runs, once the piece in hand is done; null for one that does not run. */
  async cancel(tx: Transaction, id: string, finishedAt: Date): Promise<RecoveryRow | null> {
    const running = and(eq(recoveries.id, id), eq(recoveries.state, 'running'));
    return consumeOne(tx, recoveries, running, { state: 'cancelled', finishedAt });
  }

  /** Removes those that ended before. */
  async purge(queryable: Queryable, before: Date): Promise<number> {
    return removeAll(queryable, recoveries, lt(recoveries.finishedAt, before));
  }
}
