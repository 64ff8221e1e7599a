import { Injectable } from '@nestjs/common';
import type { User } from '@gatehouse/contracts/identity/user';
import type { RoleKey } from '@gatehouse/contracts/identity/roles';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { OutreachService } from '../outreach/outreach.service.js';
import { WelcomesService } from '../outreach/welcomes.service.js';
import { PoliciesService } from '../policies/policies.service.js';
import { noEntitlement } from '../roles/entitlement.js';
import { GrantsService } from '../roles/grants.service.js';
import { toUser } from '../users/account.js';
import { AccountsService } from '../users/accounts.service.js';
import { newUser } from '../users/new-user.js';
import { isTaken } from '../users/users.repository.js';

/** Somebody to be added to the caller's organization. */
export interface NewMember {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: RoleKey;
}

/** Makes accounts for people who are added to an organization. */
@Injectable()
export class NewMembersService {
  constructor(
    private readonly grants: GrantsService,
    private readonly policies: PoliciesService,
    private readonly accounts: AccountsService,
    private readonly outreach: OutreachService,
    private readonly welcomes: WelcomesService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds a person, who chooses a password by mail.
   * @throws AppError `not_found`, `forbidden`, `email_taken`, `email_domain_not_allowed`,
   * `too_many_requests` after too many mails or taken addresses in a day
   */
  async add(caller: Caller, member: NewMember): Promise<User> {
    const { email, firstName, lastName, role } = member;
    const organizationId = organizationOf(caller);
    const user = newUser({ email, firstName, lastName }, this.clock.now());
    await this.outreach.assertMayAsk(caller);
    try {
      return await this.database.transaction(async (tx) => {
        const grant = await this.grants.get(tx, caller, role);
        await this.policies.assertEmailAllowed(tx, organizationId, email);
        await this.accounts.create(tx, user, { organizationId, ...grant });
        await this.welcomes.send(tx, caller, user);
        const { role: rank, customRole, customPermissions } = grant;
        const entitlement = { ...noEntitlement, role: rank, customRole, customPermissions };
        const noFactor = { twoFactorEnabled: false, acceptedFactorEnabled: false };
        return toUser({ ...user, organizationId, ...entitlement, ...noFactor });
      });
    } catch (error) {
      if (!isTaken(error)) throw error;
      await this.outreach.noteTaken(caller, user.emailKey);
      throw new AppError('email_taken', { cause: error });
    }
  }
}
