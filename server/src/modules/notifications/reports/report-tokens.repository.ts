import { Injectable } from '@nestjs/common';
import { eq, lt } from 'drizzle-orm';
import type { Transaction } from '../../../platform/database/database.js';
import { removeAll, reserve } from '../../../platform/database/primitives.js';
import { type ReportTokenRow, reportTokens } from './report-tokens.table.js';

@Injectable()
export class ReportTokensRepository {
  /** Takes a token, once. @returns who took it: this report, or the one before. */
  async take(tx: Transaction, row: ReportTokenRow): Promise<ReportTokenRow> {
    const taken = await reserve(tx, reportTokens, row);
    if (taken) return taken;
    const same = eq(reportTokens.tokenHash, row.tokenHash);
    const [before] = await tx.select().from(reportTokens).where(same);
    return before ?? row;
  }

  /** Forgets tokens whose time alone would have them refused. */
  async purge(tx: Transaction, before: Date): Promise<void> {
    await removeAll(tx, reportTokens, lt(reportTokens.usedAt, before));
  }
}
