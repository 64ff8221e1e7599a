import { Injectable } from '@nestjs/common';
import { and, eq, gte, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../../platform/database/database.js';
import { knownDevices } from './known-devices.table.js';
import { knownPlaces } from './known-places.table.js';

/** What an account knows its person by. */
@Injectable()
export class FamiliarityRepository {
  /** Knows devices and countries no longer that were first seen since a moment. */
  async forgetSince(tx: Transaction, userId: string, since: Date): Promise<void> {
    await tx.delete(knownDevices).where(seenSince(knownDevices, userId, since));
    await tx.delete(knownPlaces).where(seenSince(knownPlaces, userId, since));
  }
}

/** All but the first: an account that forgot everything would take the next one for its first. */
const seenSince = (
  table: typeof knownDevices | typeof knownPlaces,
  userId: string,
  since: Date,
): SQL | undefined =>
  and(
    eq(table.userId, userId),
    gte(table.firstSeenAt, since),
    sql`EXISTS (SELECT FROM ${table} earlier
      WHERE earlier.user_id = ${table.userId} AND earlier.first_seen_at < ${table.firstSeenAt})`,
  );
