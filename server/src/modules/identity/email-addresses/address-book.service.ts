import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { mostAddresses } from '@gatehouse/contracts/identity/emails/email-addresses';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { SecurityMailsService } from '../mails/security-mails.service.js';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service.js';
import type { Account } from '../users/account.js';
import { accountKey } from '../users/account-key.js';
import { EmailAddressesRepository } from './email-addresses.repository.js';
import type { EmailAddressRow } from './email-addresses.table.js';

/** What is told of an address to the primary one, and noted. */
type Owner = Pick<Account, 'id' | 'email' | 'firstName' | 'organizationId'>;

/** The addresses that people have beside the primary one: how they come and go. */
@Injectable()
export class AddressBookService {
  constructor(
    private readonly repository: EmailAddressesRepository,
    private readonly tokens: OneTimeTokensService,
    private readonly mails: SecurityMailsService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** The addresses beside the primary one, in the order in which they were added. */
  async list(tx: Queryable, userId: string): Promise<EmailAddressRow[]> {
    return this.repository.list(tx, userId);
  }

  /** @throws AppError `not_found` */
  async get(tx: Queryable, userId: string, id: string): Promise<EmailAddressRow> {
    const row = await this.repository.find(tx, userId, id);
    if (!row) throw new AppError('not_found');
    return row;
  }

  /** @throws AppError `too_many_addresses` */
  async assertRoom(tx: Queryable, userId: string): Promise<void> {
    const others = await this.repository.count(tx, userId);
    if (others + 1 >= mostAddresses) throw new AppError('too_many_addresses');
  }

  /** Adds an address that was proved. @throws what `isTaken` knows, when it belongs to an account. */
  async add(tx: Transaction, owner: Owner, email: string): Promise<void> {
    const { id: userId } = owner;
    await this.keep(tx, userId, email, this.clock.now());
    await this.mails.alert(tx, owner, { kind: 'email_added', values: { email } });
    await this.events.add(tx, events.emailAdded, { userId, email }, about(owner));
  }

  /** Keeps an address beside the primary one, without a word. @param confirmedAt when it was proved. */
  async keep(tx: Transaction, userId: string, email: string, confirmedAt: Date): Promise<void> {
    const row = { id: newId(), userId, email, emailKey: accountKey(email), confirmedAt };
    await this.repository.insert(tx, row);
  }

  /** Links that went to the address open nothing more. @throws AppError `not_found` */
  async remove(tx: Transaction, owner: Owner, id: string): Promise<void> {
    const { id: userId } = owner;
    const gone = await this.repository.remove(tx, userId, { id }, this.clock.now());
    if (!gone) throw new AppError('not_found');
    const { email } = gone;
    await this.tokens.voidAll(tx, userId);
    await this.mails.alert(tx, owner, { kind: 'email_removed', values: { email } });
    await this.mails.addressGone(tx, { ...owner, email });
    await this.events.add(tx, events.emailRemoved, { userId, email }, about(owner));
  }

  /** Takes the addresses away that were confirmed since a moment: they may be a stranger's. */
  async removeSince(tx: Transaction, owner: Owner, since: Date): Promise<void> {
    const { id: userId } = owner;
    const gone = await this.repository.removeSince(tx, userId, since, this.clock.now());
    for (const { email } of gone)
      await this.events.add(tx, events.emailRemoved, { userId, email }, about(owner));
  }

  /** Takes an address from among the others, as it becomes the primary one. */
  async take(tx: Transaction, userId: string, emailKey: string): Promise<void> {
    await this.repository.remove(tx, userId, { emailKey }, this.clock.now());
  }
}

const about = ({ id: actorId, organizationId }: Owner) => ({ actorId, organizationId });
