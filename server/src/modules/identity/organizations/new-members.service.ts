import { Injectable } from '@nestjs/common';
import type { User } from '@gatehouse/contracts/identity/user';
import type { Role } from '@gatehouse/contracts/permissions';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import { PasswordLinksService } from '../passwords/password-links.service.js';
import { PoliciesService } from '../policies/policies.service.js';
import { toUser } from '../users/account.js';
import { AccountsService } from '../users/accounts.service.js';
import { newUser } from '../users/new-user.js';
import { isTaken } from '../users/users.repository.js';
import { assertBelow, organizationOf } from './authority.service.js';
import { OrganizationsRepository } from './organizations.repository.js';

/** Somebody to be added to the caller's organization. */
export interface NewMember {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: Role;
}

/** Makes accounts for people who are added to an organization. */
@Injectable()
export class NewMembersService {
  constructor(
    private readonly policies: PoliciesService,
    private readonly accounts: AccountsService,
    private readonly organizations: OrganizationsRepository,
    private readonly links: PasswordLinksService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Adds a person, who chooses a password by mail. @throws AppError `forbidden`, `email_taken`, `email_domain_not_allowed` */
  async add(caller: Caller, member: NewMember): Promise<User> {
    const { email, firstName, lastName, role } = member;
    assertBelow(caller, role);
    const organizationId = organizationOf(caller);
    const user = newUser({ email, firstName, lastName }, this.clock.now());
    try {
      await this.database.transaction(async (tx) => {
        await this.policies.assertEmailAllowed(tx, organizationId, email);
        await this.accounts.create(tx, user, { organizationId, role });
        const name = (await this.organizations.findName(tx, organizationId)) ?? '';
        await this.links.sendFirst(tx, user, name);
      });
    } catch (error) {
      if (isTaken(error)) throw new AppError('email_taken', { cause: error });
      throw error;
    }
    return toUser({ ...user, organizationId, role, twoFactorEnabled: false });
  }
}
