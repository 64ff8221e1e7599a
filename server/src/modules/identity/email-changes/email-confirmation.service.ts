import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { hashToken } from '../../../kernel/secret.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { AddressBookService } from '../email-addresses/address-book.service.js';
import { PrimaryAddressService } from '../email-addresses/primary-address.service.js';
import { accountKey } from '../users/account-key.js';
import { ClaimsService } from '../users/claims.service.js';
import { isTaken, UsersRepository } from '../users/users.repository.js';
import { EmailChangesRepository } from './email-changes.repository.js';

/** Gives an account the address that has answered. */
@Injectable()
export class EmailConfirmationService {
  constructor(
    private readonly repository: EmailChangesRepository,
    private readonly users: UsersRepository,
    private readonly claims: ClaimsService,
    private readonly book: AddressBookService,
    private readonly primary: PrimaryAddressService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * As the primary address, or beside it, as was asked for.
   * @throws AppError `invalid_token`, also when the address was taken meanwhile; `too_many_addresses`
   */
  async confirm(token: string): Promise<void> {
    try {
      await this.database.transaction((tx) => this.apply(tx, hashToken(token)));
    } catch (error) {
      if (isTaken(error)) throw new AppError('invalid_token', { cause: error });
      throw error;
    }
  }

  private async apply(tx: Transaction, tokenHash: Buffer): Promise<void> {
    const now = this.clock.now();
    const userId = await this.repository.findOwner(tx, tokenHash);
    if (userId === null) throw new AppError('invalid_token');
    // Before the change itself, as whoever asks for another does: each would wait for the other.
    await this.repository.lock(tx, userId);
    const change = await this.repository.confirm(tx, tokenHash, now);
    if (!change) throw new AppError('invalid_token');
    const { newEmail: email, kind, sessionId: keptSessionId } = change;
    const account = await this.users.findAtHome(tx, userId);
    if (!account?.isActive) throw new AppError('invalid_token');
    await this.claims.giveWay(tx, accountKey(email));
    if (kind === 'add') {
      await this.book.assertRoom(tx, userId);
      return this.book.add(tx, account, email);
    }
    await this.book.take(tx, userId, accountKey(email));
    return this.primary.replace(tx, account, { email, confirmedAt: now, keptSessionId });
  }
}
