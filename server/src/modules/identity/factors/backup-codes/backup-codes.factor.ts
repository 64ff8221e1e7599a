import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { Factor, type FactorProof } from '../factor.js';
import { hashBackupCode, newBackupCode } from './backup-code.js';
import { BackupCodesRepository } from './backup-codes.repository.js';

/** How many codes a person gets. */
const codeCount = 10;

/** Single-use codes for the day the device is lost. 80 random bits need no slow hash. */
@Injectable()
export class BackupCodesFactor extends Factor {
  readonly method = 'backup_code';
  readonly reference = 'backup';

  constructor(
    private readonly repository: BackupCodesRepository,
    private readonly clock: Clock,
  ) {
    super();
  }

  async isReady(tx: Queryable, userId: string): Promise<boolean> {
    return (await this.count(tx, userId)) > 0;
  }

  async verify(tx: Transaction, { userId, code = '' }: FactorProof): Promise<boolean> {
    return this.repository.consume(tx, userId, hashBackupCode(code), this.clock.now());
  }

  /** Ten new codes in the place of the old ones; shown to the person now and never again. */
  async replace(tx: Transaction, userId: string): Promise<string[]> {
    const codes = Array.from({ length: codeCount }, newBackupCode);
    await this.repository.replace(tx, userId, codes.map(hashBackupCode), this.clock.now());
    return codes;
  }

  async remove(tx: Transaction, userId: string): Promise<void> {
    await this.repository.remove(tx, userId);
  }

  async removeAll(tx: Transaction, userId: string): Promise<void> {
    await this.remove(tx, userId);
  }

  async count(tx: Queryable, userId: string): Promise<number> {
    return this.repository.count(tx, userId);
  }
}
