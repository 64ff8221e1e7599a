import { Injectable } from '@nestjs/common';
import { and, eq, isNull } from 'drizzle-orm';
import { newId } from '../../../../kernel/id.js';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { consumeOne } from '../../../../platform/database/primitives.js';
import { backupCodes } from './backup-codes.table.js';

const unused = (userId: string) => and(eq(backupCodes.userId, userId), isNull(backupCodes.usedAt));

@Injectable()
export class BackupCodesRepository {
  /** Puts new codes in the place of all the person has. */
  async replace(
    tx: Transaction,
    userId: string,
    hashes: readonly Buffer[],
    now: Date,
  ): Promise<void> {
    await this.remove(tx, userId);
    await tx
      .insert(backupCodes)
      .values(hashes.map((codeHash) => ({ id: newId(), userId, codeHash, createdAt: now })));
  }

  async remove(tx: Transaction, userId: string): Promise<void> {
    await tx.delete(backupCodes).where(eq(backupCodes.userId, userId));
  }

  /** Uses a code up; false when it is wrong or used. */
  async consume(tx: Transaction, userId: string, hash: Buffer, now: Date): Promise<boolean> {
    const one = and(unused(userId), eq(backupCodes.codeHash, hash));
    return (await consumeOne(tx, backupCodes, one, { usedAt: now })) !== null;
  }

  /** How many codes are left. */
  async count(tx: Queryable, userId: string): Promise<number> {
    return tx.$count(backupCodes, unused(userId));
  }
}
