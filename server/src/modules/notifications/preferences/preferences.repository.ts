import { Injectable } from '@nestjs/common';
import type { Category } from '@gatehouse/contracts/notifications/categories';
import { eq, inArray, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { type PreferencesRow, preferences } from './preferences.table.js';

@Injectable()
export class PreferencesRepository {
  /** Leaves what somebody has chosen as it is. */
  async insertMissing(tx: Queryable, rows: readonly PreferencesRow[]): Promise<void> {
    if (rows.length === 0) return;
    await tx
      .insert(preferences)
      .values([...rows])
      .onConflictDoNothing();
  }

  async replace(tx: Queryable, row: PreferencesRow): Promise<void> {
    const { userId: target } = preferences;
    await tx.insert(preferences).values(row).onConflictDoUpdate({ target, set: row });
  }

  async list(tx: Queryable, userIds: readonly string[]): Promise<PreferencesRow[]> {
    if (userIds.length === 0) return [];
    return tx
      .select()
      .from(preferences)
      .where(inArray(preferences.userId, [...userIds]));
  }

  /** Ends the mails of a category. */
  async endMails(tx: Transaction, userId: string, category: Category, now: Date): Promise<void> {
    const categories = sql`jsonb_set(${preferences.categories}, ${sql.param(`{${category},email}`)}, 'false')`;
    await tx
      .update(preferences)
      .set({ categories, updatedAt: now })
      .where(eq(preferences.userId, userId));
  }

  async remove(tx: Transaction, userId: string): Promise<void> {
    await tx.delete(preferences).where(eq(preferences.userId, userId));
  }
}
