import { Injectable } from '@nestjs/common';
import type { DetectionKey } from '@gatehouse/contracts/security/detections';
import { and, eq } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, reserve, unchanged } from '../../../platform/database/primitives.js';
import { type DetectionRow, detections } from './detections.table.js';

/** When a detection was set that nobody set. */
export const neverSet = new Date(0);

@Injectable()
export class DetectionsRepository {
  /** Those that were set, by key. */
  async list(queryable: Queryable): Promise<ReadonlyMap<DetectionKey, DetectionRow>> {
    const rows = await queryable.select().from(detections);
    return new Map(rows.map((row) => [row.key, row]));
  }

  /**
   * Null when it was set since.
   * @param unchangedSince when it was set last, as the caller knows it: `neverSet`, or undefined where
   * that does not matter.
   */
  async save(
    tx: Transaction,
    row: DetectionRow,
    unchangedSince: Date | undefined,
  ): Promise<DetectionRow | null> {
    const { key, ...change } = row;
    if (unchangedSince?.getTime() === neverSet.getTime()) return reserve(tx, detections, row);
    if (unchangedSince) {
      const same = unchanged(detections.updatedAt, unchangedSince);
      return consumeOne(tx, detections, and(eq(detections.key, key), same), change);
    }
    const upserted = tx.insert(detections).values(row);
    const [saved] = await upserted
      .onConflictDoUpdate({ target: detections.key, set: change })
      .returning();
    return saved ?? null;
  }
}
