import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { after, Clock, days } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { AddressBookService } from '../email-addresses/address-book.service.js';
import { type Account } from '../users/account.js';
import { accountKey } from '../users/account-key.js';
import { UsersRepository } from '../users/users.repository.js';
import { EmailChangesRepository } from './email-changes.repository.js';

/** How long a former address can take the account back. */
const undoFor = days(7);

/** Gives an account back to an address that it had. */
@Injectable()
export class EmailRestorationService {
  constructor(
    private readonly repository: EmailChangesRepository,
    private readonly users: UsersRepository,
    private readonly book: AddressBookService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Former addresses that can take the account back. */
  async listRestorable(tx: Transaction, account: Account): Promise<string[]> {
    const since = after(this.clock.now(), -undoFor);
    const changes = await this.repository.listInEffect(tx, account.id, since);
    const former = new Map(changes.map(({ oldEmail }) => [accountKey(oldEmail), oldEmail]));
    former.delete(accountKey(account.email));
    for (const key of former.keys()) {
      const owner = await this.users.findByEmail(tx, key);
      if (owner && owner.id !== account.id) former.delete(key);
    }
    return [...former.values()];
  }

  /**
   * The account with the address that a report came from: where that is a former one, it gets it
   * back, however often the address was changed since. Addresses that were added in that time go:
   * they may be a stranger's, who would come back by them.
   * @throws AppError `invalid_token` when the address was given up too long ago, or belongs to another account by now.
   */
  async restore(tx: Transaction, account: Account, reportedBy: string): Promise<Account> {
    const { id: userId, email: from } = account;
    const now = this.clock.now();
    const emailKey = accountKey(reportedBy);
    await this.repository.lock(tx, userId);
    await this.book.removeSince(tx, account, after(now, -undoFor));
    if (emailKey === accountKey(from)) return account;
    const changes = await this.repository.listInEffect(tx, userId, after(now, -undoFor));
    const change = changes.find(({ oldEmail }) => accountKey(oldEmail) === emailKey);
    await this.book.take(tx, userId, emailKey);
    if (!change?.confirmedAt || (await this.users.findByEmail(tx, emailKey)))
      throw new AppError('invalid_token');
    const email = change.oldEmail;
    await this.users.update(tx, userId, { email, emailKey, emailVerifiedAt: now, updatedAt: now });
    await this.repository.undoSince(tx, userId, change.confirmedAt, now);
    const undone = { userId, from, to: email };
    const about = { organizationId: account.organizationId, actorId: userId };
    await this.events.add(tx, events.emailChangeUndone, undone, about);
    return { ...account, email };
  }
}
