import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { and, asc, eq, gt, gte, lte, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { removeAll } from '../../../platform/database/primitives.js';
import { type AuditCheckpoint, checkpoint, entries, head } from '../audit.table.js';

@Injectable()
export class RetentionRepository {
  /** Null while nothing was removed. */
  async find(queryable: Queryable): Promise<AuditCheckpoint | null> {
    const [row] = await queryable.select().from(checkpoint);
    return row ?? null;
  }

  /** The last entry before all that happened since a moment; null where there is none. */
  async lastBefore(
    tx: Transaction,
    since: Date,
  ): Promise<Pick<AuditCheckpoint, 'sequence' | 'hash'> | null> {
    const [kept] = await tx
      .select({ sequence: entries.sequence })
      .from(entries)
      .where(gte(entries.occurredAt, since))
      .orderBy(asc(entries.sequence))
      .limit(1);
    const [end] = await tx.select().from(head);
    const last = kept ? kept.sequence - 1 : (end?.sequence ?? 0);
    const { sequence, hash } = entries;
    const [row] = await tx.select({ sequence, hash }).from(entries).where(eq(sequence, last));
    return row ?? null;
  }

  /** Whose data is missing after an entry, where the entry that told of the erasure is before it. */
  async listErasedAcross(tx: Transaction, sequence: number): Promise<string[]> {
    const told = sql`EXISTS (SELECT FROM ${entries} AS told
      WHERE told.sequence <= ${sequence} AND told.action IN (${events.userErased.type}, ${events.organizationErased.type})
        AND told.resource_id = ${entries}.erased_for::text)`;
    const rows = await tx
      .selectDistinct({ userId: entries.erasedFor })
      .from(entries)
      .where(and(gt(entries.sequence, sequence), told));
    return rows.map(({ userId }) => userId ?? '').toSorted();
  }

  async save(tx: Transaction, row: AuditCheckpoint): Promise<void> {
    const { singleton: target } = checkpoint;
    await tx.insert(checkpoint).values(row).onConflictDoUpdate({ target, set: row });
  }

  /** Removes what is before the checkpoint, some at a time. */
  async removeTo(queryable: Queryable, sequence: number): Promise<number> {
    return removeAll(queryable, entries, lte(entries.sequence, sequence));
  }
}
