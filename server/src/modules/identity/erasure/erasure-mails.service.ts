import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/database.js';
import { EmailRestorationService } from '../email-changes/email-restoration.service.js';
import { SecurityMailsService } from '../mails/security-mails.service.js';
import type { Account } from '../users/account.js';

/** Tells people that they asked to be erased. */
@Injectable()
export class ErasureMailsService {
  constructor(
    private readonly addresses: EmailRestorationService,
    private readonly mails: SecurityMailsService,
  ) {}

  /**
   * At every address that the account can be taken back from, too: a stranger may have changed it
   * before they asked.
   */
  async requested(tx: Transaction, account: Account, token: string, dueAt: Date): Promise<void> {
    const former = await this.addresses.listRestorable(tx, account);
    for (const email of [account.email, ...former])
      await this.mails.erasureRequested(tx, { ...account, email }, token, dueAt);
  }
}
