import { Injectable } from '@nestjs/common';
import type { RoleKey } from '@gatehouse/contracts/identity/roles';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { organizationOf } from '../../../platform/http/caller.js';
import { RoleAssignmentService } from '../memberships/role-assignment.service.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { OrganizationsRepository } from '../organizations/organizations.repository.js';
import { type Grant, GrantsService } from '../roles/grants.service.js';
import { OperatorService } from './operator.service.js';

const boss: Grant = {
  role: 'BOSS',
  customRoleId: null,
  customRole: null,
  customPermissions: null,
  title: 'BOSS',
};

/** What somebody is in an organization, decided from the command line. */
@Injectable()
export class OperatorMembersService {
  constructor(
    private readonly operator: OperatorService,
    private readonly organizations: OrganizationsRepository,
    private readonly authority: AuthorityService,
    private readonly grants: GrantsService,
    private readonly assignment: RoleAssignmentService,
    private readonly database: Database,
  ) {}

  /**
   * Gives a member another role, BOSS included: an organization may have lost its own.
   * @param role a built-in role, or the id of a custom one.
   * @throws AppError `not_found`, `last_owner`; `forbidden` for a service account that is to lead
   */
  async setRole(
    name: string,
    role: RoleKey,
    organization?: string,
  ): Promise<{ id: string; email: string; role: string }> {
    const caller = await this.operator.callerIn(organization);
    const { id, email } = await this.operator.getPerson(name);
    return this.database.transaction(async (tx) => {
      await this.organizations.lock(tx, organizationOf(caller));
      const member = await this.authority.getMember(tx, caller, id);
      const grant = role === 'BOSS' ? boss : await this.grants.get(tx, caller, role);
      if (grant.role === 'BOSS' && member.isServiceAccount)
        throw new AppError('forbidden', { detail: 'A service account leads no organization.' });
      await this.assignment.assign(tx, member, grant);
      return { id, email, role: grant.title };
    });
  }
}
