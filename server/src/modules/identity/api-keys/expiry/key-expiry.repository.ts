import { Injectable } from '@nestjs/common';
import { and, gt, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { Transaction } from '../../../../platform/database/database.js';
import { type ApiKeyRow, apiKeys } from '../api-keys.table.js';

@Injectable()
export class KeyExpiryRepository {
  /**
   * Notes of good keys that end between `now` and `until` that this is told, of some at a time: of
   * any number of callers each key goes to one. Keys that were made or changed to end so soon are
   * left out, as whoever did it knows. @returns them.
   */
  async takeDue(tx: Transaction, now: Date, until: Date, limit: number): Promise<ApiKeyRow[]> {
    const { id, expiresAt, expiryToldFor, updatedAt, revokedAt } = apiKeys;
    const notice = `${until.getTime() - now.getTime()} milliseconds`;
    const due = tx
      .select({ id })
      .from(apiKeys)
      .where(
        and(
          isNull(revokedAt),
          gt(expiresAt, now),
          lte(expiresAt, until),
          sql`${expiryToldFor} IS DISTINCT FROM ${expiresAt}`,
          sql`${updatedAt} + ${notice}::interval < ${expiresAt}`,
        ),
      )
      .limit(limit)
      .for('update', { skipLocked: true });
    return tx
      .update(apiKeys)
      .set({ expiryToldFor: sql`${expiresAt}` })
      .where(inArray(id, due))
      .returning();
  }
}
