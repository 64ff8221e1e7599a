import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { SecurityMailsService } from '../mails/security-mails.service.js';
import type { Account } from '../users/account.js';
import { accountKey } from '../users/account-key.js';
import { UsersRepository } from '../users/users.repository.js';
import { AddressAuthorityService } from './address-authority.service.js';
import { EmailChangesRepository } from './email-changes.repository.js';

/** Gets people another address who lost theirs, and with it every link that is mailed. */
@Injectable()
export class AddressHandoversService {
  constructor(
    private readonly repository: EmailChangesRepository,
    private readonly users: UsersRepository,
    private readonly authority: AddressAuthorityService,
    private readonly mails: SecurityMailsService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Asks the new address to confirm, and tells the old one, which can undo the change. Factors and
   * password stay as they are: whoever has neither chooses a password by mail then (attack 15).
   * @throws AppError `conflict` for an address in use and for an account that nobody signs in to,
   * `email_domain_not_allowed`
   */
  async ask(tx: Transaction, account: Account, newEmail: string): Promise<void> {
    const { id: userId, email: oldEmail } = account;
    await this.authority.assertAllowed(tx, userId, newEmail);
    await this.repository.lock(tx, userId);
    if (account.isServiceAccount || !account.isActive)
      throw new AppError('conflict', { detail: 'Nobody can sign in to this account.' });
    // What others made an account of, and nobody has confirmed, gives way.
    if ((await this.users.findByEmail(tx, accountKey(newEmail)))?.emailVerifiedAt)
      throw new AppError('conflict', { detail: 'An account has this address already.' });
    const change = { userId, sessionId: null, oldEmail, newEmail, kind: 'replace' } as const;
    const token = await this.repository.ask(tx, change, this.clock.now());
    await this.mails.confirmAddress(tx, { ...account, email: newEmail }, token);
    await this.mails.emailHandoverAsked(tx, account, newEmail);
    await this.events.add(tx, events.emailChangeRequested, { userId });
  }
}
