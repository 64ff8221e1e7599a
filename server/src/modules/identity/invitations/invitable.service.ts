import { Injectable } from '@nestjs/common';
import { after, Clock, minutes } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import type { Transaction } from '../../../platform/database/database.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { OutreachService } from '../outreach/outreach.service.js';
import { PoliciesService } from '../policies/policies.service.js';
import { accountKey } from '../users/account-key.js';
import { UsersRepository } from '../users/users.repository.js';
import { InvitationsRepository } from './invitations.repository.js';

/** How long an address waits for another mail of an organization. */
export const mailAfter = minutes(1);

/** Whom an organization may invite now, and who does. */
@Injectable()
export class InvitableService {
  constructor(
    private readonly repository: InvitationsRepository,
    private readonly users: UsersRepository,
    private readonly policies: PoliciesService,
    private readonly authority: AuthorityService,
    private readonly outreach: OutreachService,
    private readonly clock: Clock,
  ) {}

  /** Has the organization's turn. @throws AppError `forbidden` where the caller's rights changed meanwhile */
  async takeTurn(tx: Transaction, caller: Caller): Promise<void> {
    await this.authority.lock(tx, caller);
  }

  /**
   * Counts the mail of an invitation.
   * @throws AppError `already_member`, `email_domain_not_allowed`, `too_many_requests`
   */
  async assert(tx: Transaction, caller: Caller, email: string): Promise<void> {
    const organizationId = organizationOf(caller);
    await this.policies.assertEmailAllowed(tx, organizationId, email);
    const emailKey = accountKey(email);
    const known = await this.users.findByEmail(tx, emailKey);
    const member = known ? await this.users.find(tx, known.id, organizationId) : null;
    if (member?.role) throw new AppError('already_member');
    if (await this.wasJustSent(tx, organizationId, emailKey))
      throw new AppError('too_many_requests', { retryAfter: mailAfter / 1000 });
    await this.countMail(tx, caller);
  }

  /** Whether an address has had a mail just now: inviting and revoking in turns floods no mailbox. */
  async wasJustSent(tx: Transaction, organizationId: string, emailKey: string): Promise<boolean> {
    const now = this.clock.now();
    await this.repository.revokeExpired(tx, organizationId, emailKey, now);
    const since = after(now, -mailAfter);
    return this.repository.wasSentSince(tx, organizationId, emailKey, since);
  }

  /** @throws AppError `too_many_requests` after too many mails in a day */
  async countMail(tx: Transaction, caller: Caller): Promise<void> {
    await this.outreach.spend(tx, 'mails', caller);
  }
}
