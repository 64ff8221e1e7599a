import { Injectable } from '@nestjs/common';
import { AppError } from '../../../kernel/error.js';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { PoliciesService } from '../policies/policies.service.js';
import { StrongProofsService } from '../policies/strong-proofs.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { Account } from '../users/account.js';
import { UsersRepository } from '../users/users.repository.js';
import { EmailChangesRepository } from './email-changes.repository.js';

/** Who may change the addresses of an account, and to which. */
@Injectable()
export class AddressAuthorityService {
  constructor(
    private readonly changes: EmailChangesRepository,
    private readonly users: UsersRepository,
    private readonly policies: PoliciesService,
    private readonly proofs: StrongProofsService,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * The caller's account; whoever else changes its addresses waits until the transaction ends.
   * @throws AppError `unauthenticated` when the session ended since the request came in,
   * `reauthentication_required` where the caller could prove more than they did.
   */
  async begin(tx: Transaction, caller: SessionCaller): Promise<Account> {
    await this.changes.lock(tx, caller.userId);
    await this.sessions.assertLive(tx, caller);
    await this.proofs.assert(tx, caller);
    return this.getOwner(tx, caller.userId);
  }

  async getOwner(tx: Queryable, userId: string): Promise<Account> {
    const account = await this.users.find(tx, userId, null);
    if (!account) throw new AppError('unauthenticated');
    return account;
  }

  /** @throws AppError `email_domain_not_allowed` */
  async assertAllowed(tx: Queryable, userId: string, email: string): Promise<void> {
    await this.policies.assertEmailAllowedTo(tx, userId, email);
  }
}
