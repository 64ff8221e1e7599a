import { Injectable } from '@nestjs/common';
import { asc, eq, inArray } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { type AlertNoteRow, alertNotes, alerts } from './alerts.table.js';

/** What staff said of alerts. */
@Injectable()
export class AlertNotesRepository {
  async insert(tx: Transaction, ...notes: AlertNoteRow[]): Promise<void> {
    await tx.insert(alertNotes).values(notes);
  }

  /** Oldest first. */
  async list(queryable: Queryable, alertId: string): Promise<AlertNoteRow[]> {
    return queryable
      .select()
      .from(alertNotes)
      .where(eq(alertNotes.alertId, alertId))
      .orderBy(asc(alertNotes.id));
  }

  /** Forgets what was said of somebody, and who somebody was that said something. */
  async forget(tx: Transaction, userId: string): Promise<void> {
    const ofThem = tx.select({ id: alerts.id }).from(alerts).where(eq(alerts.subject, userId));
    await tx.delete(alertNotes).where(inArray(alertNotes.alertId, ofThem));
    await tx.update(alertNotes).set({ authorId: null }).where(eq(alertNotes.authorId, userId));
  }
}
