import { Injectable } from '@nestjs/common';
import { sessionPermissions } from '@gatehouse/contracts/permissions';
import { AppError } from '../../../kernel/error.js';
import { Database, type Queryable, type Transaction } from '../../../platform/database/database.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import type { Member } from '../users/account.js';
import { assertBelow } from '../roles/grants.js';
import { UsersRepository } from '../users/users.repository.js';
import { MembershipsRepository } from '../memberships/memberships.repository.js';
import { OrganizationsRepository } from './organizations.repository.js';

/** Who may act on whom. Nobody acts on an equal or a superior (C17), or outside the own organization (G16). */
@Injectable()
export class AuthorityService {
  constructor(
    private readonly users: UsersRepository,
    private readonly organizations: OrganizationsRepository,
    private readonly memberships: MembershipsRepository,
    private readonly database: Database,
  ) {}

  /** A member of the caller's organization. @throws AppError `not_found`, also for people of other organizations. */
  async getMember(tx: Queryable, caller: Caller, userId: string): Promise<Member> {
    const organizationId = organizationOf(caller);
    const account = await this.users.find(tx, userId, organizationId);
    if (!account?.role) throw new AppError('not_found');
    return { ...account, organizationId, role: account.role };
  }

  /** A member below the caller. @throws AppError `not_found`, `forbidden` */
  async getBelow(tx: Queryable, caller: Caller, userId: string): Promise<Member> {
    const member = await this.getMember(tx, caller, userId);
    if (member.isPrimaryAdmin) throw new AppError('forbidden');
    assertBelow(caller, member.role);
    return member;
  }

  /**
   * Lets one change in the caller's organization happen after the other. What a person may do is
   * looked at again then: the change that this one waited for may have taken it from them.
   * @throws AppError `forbidden`
   */
  async lock(tx: Transaction, caller: Caller): Promise<void> {
    await this.organizations.lock(tx, organizationOf(caller));
    if (caller.kind === 'session') await this.assertUnchanged(tx, caller);
  }

  private async assertUnchanged(tx: Transaction, caller: Caller): Promise<void> {
    const now = await this.users.find(tx, caller.userId, caller.organizationId);
    const held = now?.isActive && now.role === caller.role ? sessionPermissions(now) : new Set();
    if (![...caller.permissions].every((permission) => held.has(permission)))
      throw new AppError('forbidden', { detail: 'What you may do has changed meanwhile.' });
  }

  /**
   * Does something to somebody below the caller, one deed in an organization after the other (attack 7).
   * @throws AppError `not_found`, `forbidden`
   */
  async act<T>(
    caller: Caller,
    userId: string,
    deed: (tx: Transaction, member: Member) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (tx) => {
      await this.lock(tx, caller);
      return deed(tx, await this.getBelow(tx, caller, userId));
    });
  }

  /**
   * The same for what concerns the account itself.
   * @throws AppError `not_found`, `forbidden`, also for an account that is not the organization's alone
   */
  async actOnAccount<T>(
    caller: Caller,
    userId: string,
    deed: (tx: Transaction, member: Member) => Promise<T>,
  ): Promise<T> {
    return this.act(caller, userId, async (tx, member) => {
      if (!(await this.memberships.ownsAccount(tx, member.organizationId, userId)))
        throw new AppError('forbidden', {
          detail:
            'This account is not of your organization alone: remove the person from it instead.',
        });
      return deed(tx, member);
    });
  }
}
