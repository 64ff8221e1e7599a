import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { after, Clock, minutes } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { AddressBookService } from '../email-addresses/address-book.service.js';
import { SecurityMailsService } from '../mails/security-mails.service.js';
import type { Account } from '../users/account.js';
import { accountKey } from '../users/account-key.js';
import { UsersRepository } from '../users/users.repository.js';
import { AddressAuthorityService } from './address-authority.service.js';
import { EmailChangesRepository } from './email-changes.repository.js';
import type { EmailChangeKind } from './email-changes.table.js';

const nextAfter = minutes(1);

/** Takes wishes for another address. Nothing changes before the new address answers. */
@Injectable()
export class EmailChangesService {
  constructor(
    private readonly repository: EmailChangesRepository,
    private readonly users: UsersRepository,
    private readonly authority: AddressAuthorityService,
    private readonly book: AddressBookService,
    private readonly mails: SecurityMailsService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Asks the new address to confirm, and tells the old one. An address in use costs the same time
   * and gets the same answer and the same notice; its owner is told instead (attack 8). The
   * caller has just proved themselves.
   * @param kind whether it takes the place of the primary address, or comes beside it.
   * @throws AppError `too_many_requests` within a minute after the last one,
   * `email_domain_not_allowed`, `too_many_addresses`, `reauthentication_required`
   */
  async request(caller: SessionCaller, newEmail: string, kind: EmailChangeKind): Promise<void> {
    const { userId, sessionId } = caller;
    const createdAt = this.clock.now();
    await this.database.transaction(async (tx) => {
      await this.authority.assertAllowed(tx, userId, newEmail);
      const account = await this.authority.begin(tx, caller);
      if (kind === 'add') await this.book.assertRoom(tx, userId);
      if (await this.repository.wasAskedSince(tx, userId, after(createdAt, -nextAfter)))
        throw new AppError('too_many_requests', { retryAfter: nextAfter / 1000 });
      const change = { userId, sessionId, oldEmail: account.email, newEmail, kind };
      const token = await this.repository.ask(tx, change, createdAt);
      await this.askNew(tx, account, newEmail, token);
      await this.mails.emailChangeAsked(tx, account, newEmail, kind);
      await this.events.add(tx, events.emailChangeRequested, { userId });
    });
  }

  /** An account that others made, and that nobody has confirmed, is nobody's yet. */
  private async askNew(
    tx: Transaction,
    account: Account,
    email: string,
    token: string,
  ): Promise<void> {
    const holder = await this.users.findByEmail(tx, accountKey(email));
    const inUse = holder?.emailVerifiedAt && holder.id !== account.id;
    await (inUse
      ? this.mails.addressInUse(tx, { email, firstName: holder.firstName })
      : this.mails.confirmAddress(tx, { ...account, email }, token));
  }
}
