import { Injectable } from '@nestjs/common';
import { KeyRing } from '../../platform/crypto/key-ring.js';
import type { Transaction } from '../../platform/database/database.js';
import { commitmentOf, hashOf, signHead } from './audit-chain.js';
import { AuditRepository } from './audit.repository.js';
import type { AuditRow } from './audit.table.js';

/** What is known of an entry before it has its place in the chain. */
export type AuditRecord = Omit<
  AuditRow,
  'sequence' | 'previousHash' | 'hash' | keyof ReturnType<typeof commitmentOf>
>;

/** Appends to the audit trail. */
@Injectable()
export class AuditTrailService {
  constructor(
    private readonly repository: AuditRepository,
    private readonly keys: KeyRing,
  ) {}

  /**
   * Appends records in this order, but for those that have their entry already; others that append
   * wait until the transaction ends.
   * @returns what was appended.
   */
  async append(tx: Transaction, wanted: readonly AuditRecord[]): Promise<readonly AuditRecord[]> {
    if (wanted.length === 0) return [];
    let { sequence, hash } = await this.repository.lockHead(tx);
    const ids = wanted.map(({ id }) => id);
    const known = await this.repository.listKnown(tx, ids);
    const records = wanted.filter(({ id }) => !known.has(id));
    if (records.length === 0) return [];
    const rows = records.map((record) => {
      sequence += 1;
      const row = { ...record, ...commitmentOf(record), sequence, previousHash: hash };
      hash = hashOf(row);
      return { ...row, hash };
    });
    const signature = signHead(this.keys, { sequence, hash });
    await this.repository.append(tx, rows, { sequence, hash, signature });
    return records;
  }
}
