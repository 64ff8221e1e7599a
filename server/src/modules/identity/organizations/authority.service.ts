import { Injectable } from '@nestjs/common';
import { type Role, roleRank } from '@gatehouse/contracts/permissions';
import { AppError } from '../../../kernel/error.js';
import { Database, type Queryable, type Transaction } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import type { Account } from '../users/account.js';
import { UsersRepository } from '../users/users.repository.js';
import { OrganizationsRepository } from './organizations.repository.js';

/** Who may act on whom. Nobody acts on an equal or a superior (C17), or outside the own organization (G16). */
@Injectable()
export class AuthorityService {
  constructor(
    private readonly users: UsersRepository,
    private readonly organizations: OrganizationsRepository,
    private readonly database: Database,
  ) {}

  /** A member of the caller's organization. @throws AppError `not_found`, also for people of other organizations. */
  async getMember(tx: Queryable, caller: Caller, userId: string): Promise<Account> {
    const member = await this.users.find(tx, userId, organizationOf(caller));
    if (!member?.role) throw new AppError('not_found');
    return member;
  }

  /**
   * Does something to somebody below the caller, one deed in an organization after the other (attack 7).
   * @throws AppError `not_found`, `forbidden`
   */
  async act<T>(
    caller: Caller,
    userId: string,
    deed: (tx: Transaction, member: Account) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (tx) => {
      await this.organizations.lock(tx, organizationOf(caller));
      const member = await this.getMember(tx, caller, userId);
      if (member.isPrimaryAdmin || !member.role) throw new AppError('forbidden');
      assertBelow(caller, member.role);
      return deed(tx, member);
    });
  }
}

/** @throws AppError `forbidden` for a caller without an organization. */
export function organizationOf(caller: Caller): string {
  if (caller.organizationId === null) throw new AppError('forbidden');
  return caller.organizationId;
}

/** @throws AppError `forbidden` unless the role is below the caller's. */
export function assertBelow(caller: Caller, role: Role): void {
  if (caller.role === null || roleRank(role) >= roleRank(caller.role))
    throw new AppError('forbidden', { detail: 'The role must be below your own.' });
}
