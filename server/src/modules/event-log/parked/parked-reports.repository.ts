import { Injectable } from '@nestjs/common';
import { notInArray } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { reserve } from '../../../platform/database/primitives.js';
import { parkedReports } from './parked-reports.table.js';

@Injectable()
export class ParkedReportsRepository {
  /** Whether it is the caller's to tell of a listener; of any number one has it. */
  async begin(tx: Transaction, listener: string, now: Date): Promise<boolean> {
    return (await reserve(tx, parkedReports, { listener, reportedAt: now })) !== null;
  }

  /** Forgets all listeners but these: the next time is told of again. */
  async keepOnly(queryable: Queryable, listeners: readonly string[]): Promise<void> {
    await queryable.delete(parkedReports).where(notInArray(parkedReports.listener, [...listeners]));
  }
}
