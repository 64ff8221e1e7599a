import { Injectable } from '@nestjs/common';
import type { SignedIn } from '@gatehouse/contracts/identity/sign-in';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { SignInService } from '../sign-in/sign-in.service.js';
import { UsersRepository } from '../users/users.repository.js';
import { organizationOf } from '../organizations/authority.service.js';
import { MembershipService } from './membership.service.js';
import { MembershipsRepository } from './memberships.repository.js';
import { OrganizationsRepository } from '../organizations/organizations.repository.js';

/** What people do about their own memberships: act in another organization, or leave one. */
@Injectable()
export class OwnMembershipService {
  constructor(
    private readonly users: UsersRepository,
    private readonly organizations: OrganizationsRepository,
    private readonly memberships: MembershipsRepository,
    private readonly membership: MembershipService,
    private readonly sessions: SessionsService,
    private readonly signIn: SignInService,
    private readonly database: Database,
  ) {}

  /** @throws AppError `not_found` for an organization that the caller does not belong to. */
  async switch(caller: SessionCaller, organizationId: string): Promise<SignedIn> {
    const { account, opened } = await this.database.transaction(async (tx) => {
      const account = await this.users.find(tx, caller.userId, organizationId);
      if (!account?.role) throw new AppError('not_found');
      const { sessionPreset } = account;
      const opened = await this.sessions.move(tx, caller, organizationId, sessionPreset);
      return { account, opened };
    });
    return this.signIn.answer(account, opened);
  }

  /** Of several BOSSes that leave at once one remains (attack 7). @throws AppError `not_found`, `last_owner` */
  async leave(caller: SessionCaller): Promise<void> {
    const { userId } = caller;
    const organizationId = organizationOf(caller);
    await this.database.transaction(async (tx) => {
      await this.organizations.lock(tx, organizationId);
      const role = await this.memberships.findRole(tx, organizationId, userId);
      if (role === null) throw new AppError('not_found');
      const isLast =
        role === 'BOSS' && !(await this.memberships.hasOtherOwner(tx, organizationId, userId));
      if (isLast) throw new AppError('last_owner');
      await this.membership.end(tx, { userId, organizationId, role });
    });
  }
}
