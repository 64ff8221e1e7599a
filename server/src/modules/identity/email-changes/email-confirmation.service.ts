import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { hashToken } from '../../../kernel/secret.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { SecurityMailsService } from '../mails/security-mails.service.js';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { accountKey } from '../users/account-key.js';
import { isTaken, UsersRepository } from '../users/users.repository.js';
import { EmailChangesRepository } from './email-changes.repository.js';

/** Gives an account the address that has answered. */
@Injectable()
export class EmailConfirmationService {
  constructor(
    private readonly repository: EmailChangesRepository,
    private readonly users: UsersRepository,
    private readonly tokens: OneTimeTokensService,
    private readonly sessions: SessionsService,
    private readonly mails: SecurityMailsService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Every session but the one that asked ends, and links that went to the old address open nothing
   * more, except the one by which that address undoes the change.
   * @throws AppError `invalid_token`, also when the address was taken meanwhile.
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
    const change = await this.repository.confirm(tx, tokenHash, now);
    const account = change ? await this.users.findAtHome(tx, change.userId) : null;
    if (!change || !account?.isActive) throw new AppError('invalid_token');
    const { userId, oldEmail: from, newEmail: to } = change;
    const emailKey = accountKey(to);
    const address = { email: to, emailKey, emailVerifiedAt: now, updatedAt: now };
    await this.users.update(tx, userId, address);
    await this.tokens.voidAll(tx, userId);
    const about = { organizationId: account.organizationId, actorId: userId };
    await this.sessions.endAll(tx, userId, 'email_changed', about, change.sessionId);
    await this.mails.emailChanged(tx, account, to);
    await this.mails.emailIsNow(tx, { ...account, email: to });
    await this.events.add(tx, events.emailChanged, { userId, from, to }, about);
  }
}
