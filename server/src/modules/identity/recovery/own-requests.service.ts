import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/database.js';
import { AccountExportsRepository } from '../account-export/account-exports.repository.js';
import { ErasureService } from '../erasure/erasure.service.js';

/** What people ask for about themselves: a file of all that is known, and to be erased. */
@Injectable()
export class OwnRequestsService {
  constructor(
    private readonly exports: AccountExportsRepository,
    private readonly erasure: ErasureService,
  ) {}

  /** Files are gone, whoever asked for them; an erasure that was ordered by others stays. */
  async withdraw(tx: Transaction, userId: string): Promise<void> {
    await this.exports.removeAll(tx, userId);
    await this.erasure.cancelRequested(tx, userId);
  }
}
