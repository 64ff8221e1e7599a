import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { SecurityMailsService } from '../mails/security-mails.service.js';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { Account } from '../users/account.js';
import { accountKey } from '../users/account-key.js';
import { UsersRepository } from '../users/users.repository.js';

/** The address that an account gets in the place of its primary one. */
export interface NewPrimary {
  readonly email: string;
  readonly confirmedAt: Date;
  /** Of whoever asked; the others end. Null for all of them. */
  readonly keptSessionId: string | null;
}

/** Gives an account another primary address. */
@Injectable()
export class PrimaryAddressService {
  constructor(
    private readonly users: UsersRepository,
    private readonly tokens: OneTimeTokensService,
    private readonly sessions: SessionsService,
    private readonly mails: SecurityMailsService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Every session but the one that asked ends, and links that were mailed open nothing more, except
   * the one by which the former address undoes the change. Both are told.
   * @throws what `isTaken` knows, when the address belongs to another account.
   */
  async replace(tx: Transaction, account: Account, to: NewPrimary): Promise<void> {
    const { id: userId, email: from } = account;
    const { email, confirmedAt: emailVerifiedAt, keptSessionId } = to;
    const address = { email, emailKey: accountKey(email), emailVerifiedAt };
    await this.users.update(tx, userId, { ...address, updatedAt: this.clock.now() });
    await this.tokens.voidAll(tx, userId);
    const about = { organizationId: account.organizationId, actorId: userId };
    await this.sessions.endAll(tx, userId, 'email_changed', about, keptSessionId ?? undefined);
    await this.mails.emailChanged(tx, account, email);
    await this.mails.emailIsNow(tx, { ...account, email });
    await this.events.add(tx, events.emailChanged, { userId, from, to: email }, about);
  }
}
