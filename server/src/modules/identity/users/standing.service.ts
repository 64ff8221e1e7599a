import { Injectable } from '@nestjs/common';
import { events, type SessionEndReason } from '@gatehouse/contracts/events';
import type { RoleKey } from '@gatehouse/contracts/identity/roles';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { MembershipService } from '../memberships/membership.service.js';
import { MembershipsRepository } from '../memberships/memberships.repository.js';
import { PasswordLinksService } from '../passwords/password-links.service.js';
import { GrantsService } from '../roles/grants.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { Account } from './account.js';
import { UsersRepository } from './users.repository.js';

/** What somebody is in the caller's organization, and whether at all (C17, C43). */
@Injectable()
export class StandingService {
  constructor(
    private readonly repository: UsersRepository,
    private readonly memberships: MembershipsRepository,
    private readonly membership: MembershipService,
    private readonly authority: AuthorityService,
    private readonly grants: GrantsService,
    private readonly sessions: SessionsService,
    private readonly links: PasswordLinksService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `not_found`, `forbidden` */
  async deactivate(caller: Caller, userId: string): Promise<Account> {
    return this.authority.actOnAccount(caller, userId, async (tx) => {
      await this.repository.update(tx, userId, { isActive: false, updatedAt: this.clock.now() });
      const { organizationId } = caller;
      await this.events.add(tx, events.userDeactivated, { userId }, { organizationId });
      await this.endSessions(tx, caller, userId, 'account_deactivated');
      return this.authority.getMember(tx, caller, userId);
    });
  }

  /** @throws AppError `not_found`, `forbidden` */
  async activate(caller: Caller, userId: string): Promise<Account> {
    return this.authority.actOnAccount(caller, userId, async (tx, { closedByStaff }) => {
      if (closedByStaff) throw new AppError('forbidden', { detail: 'The staff has closed it.' });
      await this.repository.update(tx, userId, { isActive: true, updatedAt: this.clock.now() });
      const { organizationId } = caller;
      await this.events.add(tx, events.userActivated, { userId }, { organizationId });
      return this.authority.getMember(tx, caller, userId);
    });
  }

  /**
   * Deletes the account; where it is not the organization's alone, only the membership.
   * @throws AppError `not_found`, `forbidden`
   */
  async remove(caller: Caller, userId: string): Promise<void> {
    await this.authority.act(caller, userId, async (tx, { organizationId, role }) => {
      if (!(await this.memberships.ownsAccount(tx, organizationId, userId)))
        return this.membership.end(tx, { userId, organizationId, role });
      await this.repository.update(tx, userId, { deletedAt: this.clock.now(), isActive: false });
      await this.links.voidAll(tx, userId);
      await this.events.add(tx, events.userDeleted, { userId }, { organizationId });
      await this.endSessions(tx, caller, userId, 'account_deleted');
    });
  }

  /**
   * Both the old and the new role must be below the caller's, and the caller hold what the new one
   * may do. @throws AppError `not_found`, `forbidden`
   */
  async assignRole(caller: Caller, userId: string, role: RoleKey): Promise<Account> {
    return this.authority.act(caller, userId, async (tx, member) => {
      const grant = await this.grants.get(tx, caller, role);
      const { organizationId } = member;
      await this.memberships.setRole(tx, organizationId, userId, grant);
      await this.sessions.invalidate(tx, userId);
      const from = member.customRole?.name ?? member.role;
      const changed = { userId, from, to: grant.title };
      await this.events.add(tx, events.roleChanged, changed, { organizationId });
      return this.authority.getMember(tx, caller, userId);
    });
  }

  private async endSessions(
    tx: Transaction,
    { organizationId }: Caller,
    userId: string,
    reason: SessionEndReason,
  ): Promise<void> {
    await this.sessions.endAll(tx, userId, reason, { organizationId });
  }
}
