import { Injectable } from '@nestjs/common';
import type { EmailAddress } from '@gatehouse/contracts/identity/emails/email-addresses';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { AddressAuthorityService } from '../email-changes/address-authority.service.js';
import { EmailChangesRepository } from '../email-changes/email-changes.repository.js';
import { AddressBookService } from './address-book.service.js';
import { PrimaryAddressService } from './primary-address.service.js';

/** A person's own addresses. New ones are asked for by `EmailChangesService`. */
@Injectable()
export class EmailAddressesService {
  constructor(
    private readonly changes: EmailChangesRepository,
    private readonly authority: AddressAuthorityService,
    private readonly book: AddressBookService,
    private readonly primary: PrimaryAddressService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The primary one first, and last the one that waits to be confirmed: whether in use or not. */
  async list({ userId }: SessionCaller): Promise<EmailAddress[]> {
    const { connection } = this.database;
    const { email, emailVerifiedAt } = await this.authority.getOwner(connection, userId);
    const others = await this.book.list(connection, userId);
    const pending = await this.changes.listPending(connection, userId, this.clock.now());
    return [
      shown('primary', email, emailVerifiedAt),
      ...others.map((one) => shown('confirmed', one.email, one.confirmedAt, one.id)),
      ...pending.map(({ newEmail }) => shown('pending', newEmail, null)),
    ];
  }

  /**
   * The former primary address stays among the others, and can undo the change.
   * @throws AppError `not_found`, `email_domain_not_allowed`, `reauthentication_required`
   */
  async makePrimary(caller: SessionCaller, id: string): Promise<void> {
    const { userId, sessionId } = caller;
    await this.database.transaction(async (tx) => {
      const account = await this.authority.begin(tx, caller);
      const { email, emailKey, confirmedAt } = await this.book.get(tx, userId, id);
      await this.authority.assertAllowed(tx, userId, email);
      await this.book.take(tx, userId, emailKey);
      await this.primary.replace(tx, account, { email, confirmedAt, keptSessionId: sessionId });
      const now = this.clock.now();
      await this.book.keep(tx, userId, account.email, account.emailVerifiedAt ?? now);
      const change = { userId, sessionId, oldEmail: account.email, newEmail: email };
      await this.changes.insertConfirmed(tx, change, now);
    });
  }

  /** @throws AppError `not_found`, `reauthentication_required` */
  async remove(caller: SessionCaller, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const account = await this.authority.begin(tx, caller);
      await this.book.remove(tx, account, id);
    });
  }
}

const shown = (
  state: EmailAddress['state'],
  email: string,
  confirmedAt: Date | null,
  id: string | null = null,
): EmailAddress => ({ id, email, state, confirmedAt: confirmedAt?.toISOString() ?? null });
