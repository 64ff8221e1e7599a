import { Injectable } from '@nestjs/common';
import type { User } from '@gatehouse/contracts/identity/user';
import {
  type ApplicationPermission,
  permissionsOf,
  type Role,
} from '@gatehouse/contracts/permissions';
import { AppError } from '../../../kernel/error.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import { ApplicationPermissionsRepository } from '../application-permissions/application-permissions.repository.js';
import { type NewMember, NewMembersService } from '../memberships/new-members.service.js';
import { noEntitlement } from '../roles/entitlement.js';
import type { Account } from '../users/account.js';
import { UsersRepository } from '../users/users.repository.js';
import { OperatorRepository, type PersonLine } from './operator.repository.js';

/** What whoever runs the installation does from its command line, above every role. */
@Injectable()
export class OperatorService {
  constructor(
    readonly lists: OperatorRepository,
    private readonly members: NewMembersService,
    private readonly users: UsersRepository,
    private readonly catalogue: ApplicationPermissionsRepository,
    private readonly database: Database,
  ) {}

  /**
   * The one person whom an address or an id names.
   * @throws AppError `not_found`
   */
  async getPerson(name: string): Promise<PersonLine> {
    const person = await this.lists.findPerson(this.database.connection, name);
    if (!person) throw new AppError('not_found', { detail: `Nobody is called ${name}.` });
    return person;
  }

  /** Does something to a person's account. @throws AppError `not_found` */
  async act(
    name: string,
    deed: (tx: Transaction, account: Account) => Promise<unknown>,
  ): Promise<PersonLine> {
    const person = await this.getPerson(name);
    await this.database.transaction(async (tx) => {
      const account = await this.users.find(tx, person.id, null);
      if (!account) throw new AppError('not_found');
      await deed(tx, account);
    });
    return person;
  }

  /**
   * In whose name things are done in an organization: the primary admin's, as its BOSS.
   * @param organization its id; may be left out where there is only one.
   * @throws AppError `not_found`
   */
  async callerIn(organization?: string): Promise<Caller> {
    const { connection } = this.database;
    const all = await this.lists.listOrganizations(connection);
    const [chosen, another] = all.filter(
      ({ id, isClosed }) => !isClosed && (organization === undefined || id === organization),
    );
    const userId = await this.lists.findPrimaryAdmin(connection);
    if (!chosen || userId === null)
      throw new AppError('not_found', { detail: 'There is no such organization.' });
    if (another)
      throw new AppError('not_found', {
        detail: 'There are several organizations: name one by --org.',
      });
    return callerOf(userId, chosen.id, await this.catalogue.names(connection));
  }

  /** Adds a person, who chooses a password by mail. @throws as `NewMembersService.add` */
  async addPerson(organization: string | undefined, member: NewMember): Promise<User> {
    return this.members.add(await this.callerIn(organization), member);
  }
}

const role: Role = 'BOSS';

const callerOf = (
  userId: string,
  organizationId: string,
  applicationPermissions: readonly ApplicationPermission[],
): Caller => ({
  kind: 'api_key',
  apiKeyId: userId,
  requestsPerMinute: null,
  userId,
  organizationId,
  ...noEntitlement,
  role,
  applicationPermissions,
  platformRole: 'super_admin',
  permissions: permissionsOf({ ...noEntitlement, role, applicationPermissions }),
  enrolmentRequired: false,
});
