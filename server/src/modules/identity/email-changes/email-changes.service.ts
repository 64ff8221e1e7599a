import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { after, Clock, hours, minutes } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { hashToken, newToken } from '../../../kernel/secret.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { SecurityMailsService } from '../mails/security-mails.service.js';
import { PoliciesService } from '../policies/policies.service.js';
import { StrongProofsService } from '../policies/strong-proofs.service.js';
import { accountKey } from '../users/account-key.js';
import { UsersRepository } from '../users/users.repository.js';
import { EmailChangesRepository } from './email-changes.repository.js';

const lifetime = hours(24);
const nextAfter = minutes(1);

/** Takes wishes for another address. Nothing changes before the new address answers. */
@Injectable()
export class EmailChangesService {
  constructor(
    private readonly repository: EmailChangesRepository,
    private readonly users: UsersRepository,
    private readonly policies: PoliciesService,
    private readonly proofs: StrongProofsService,
    private readonly mails: SecurityMailsService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Asks the new address to confirm, and tells the old one. An address in use costs the same time
   * and gets the same answer and the same notice; its owner is told instead (attack 8). The
   * caller has just proved themselves, by the password where there is one.
   * @throws AppError `too_many_requests` within a minute after the last one, `email_domain_not_allowed`
   */
  async request(caller: SessionCaller, newEmail: string): Promise<void> {
    const { userId, sessionId } = caller;
    const token = newToken();
    const createdAt = this.clock.now();
    await this.database.transaction(async (tx) => {
      await this.policies.assertEmailAllowedTo(tx, userId, newEmail);
      await this.repository.lock(tx, userId);
      await this.proofs.assert(tx, caller);
      if (await this.repository.wasAskedSince(tx, userId, after(createdAt, -nextAfter)))
        throw new AppError('too_many_requests', { retryAfter: nextAfter / 1000 });
      const account = await this.users.find(tx, userId, null);
      if (!account) throw new AppError('unauthenticated');
      await this.repository.voidPending(tx, userId, createdAt);
      await this.repository.insert(tx, {
        tokenHash: hashToken(token),
        userId,
        sessionId,
        oldEmail: account.email,
        newEmail,
        createdAt,
        expiresAt: after(createdAt, lifetime),
      });
      const holder = await this.users.findByEmail(tx, accountKey(newEmail));
      const { firstName } = account;
      await (holder && holder.id !== userId
        ? this.mails.addressInUse(tx, { email: newEmail, firstName: holder.firstName })
        : this.mails.confirmAddress(tx, { email: newEmail, firstName }, token));
      await this.mails.emailChangeAsked(tx, account, newEmail);
      await this.events.add(tx, events.emailChangeRequested, { userId });
    });
  }
}
