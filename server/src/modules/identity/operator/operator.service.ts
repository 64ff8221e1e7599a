import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { User } from '@gatehouse/contracts/identity/user';
import { permissionsOf, type Role } from '@gatehouse/contracts/permissions';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { FactorResetsService } from '../administration/factor-resets.service.js';
import { ApiKeysService } from '../api-keys/api-keys.service.js';
import { type NewMember, NewMembersService } from '../memberships/new-members.service.js';
import { noEntitlement } from '../roles/entitlement.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { UsersRepository } from '../users/users.repository.js';
import { OperatorRepository, type PersonLine } from './operator.repository.js';

/** What whoever runs the installation does from its command line, above every role. */
@Injectable()
export class OperatorService {
  constructor(
    readonly lists: OperatorRepository,
    private readonly users: UsersRepository,
    private readonly members: NewMembersService,
    private readonly keys: ApiKeysService,
    private readonly factors: FactorResetsService,
    private readonly sessions: SessionsService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
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

  /**
   * In whose name things are done in an organization: the primary admin's, as its BOSS.
   * @param organization its id; may be left out where there is only one.
   * @throws AppError `not_found`
   */
  async callerIn(organization?: string): Promise<Caller> {
    const { connection } = this.database;
    const all = await this.lists.listOrganizations(connection);
    const [chosen, another] = all.filter(
      ({ id }) => organization === undefined || id === organization,
    );
    const userId = await this.lists.findPrimaryAdmin(connection);
    if (!chosen || userId === null)
      throw new AppError('not_found', { detail: 'There is no such organization.' });
    if (another)
      throw new AppError('not_found', {
        detail: 'There are several organizations: name one by --org.',
      });
    return callerOf(userId, chosen.id);
  }

  /** Adds a person, who chooses a password by mail. @throws as `NewMembersService.add` */
  async addPerson(organization: string | undefined, member: NewMember): Promise<User> {
    return this.members.add(await this.callerIn(organization), member);
  }

  /** Nobody signs in to the account any more, and every session ends. @throws AppError `not_found`, `forbidden` for the primary admin */
  async deactivate(name: string): Promise<PersonLine> {
    const person = await this.getPerson(name);
    if (person.isPrimaryAdmin)
      throw new AppError('forbidden', { detail: 'The primary admin cannot be deactivated.' });
    const { id: userId } = person;
    await this.database.transaction(async (tx) => {
      await this.users.update(tx, userId, { isActive: false, updatedAt: this.clock.now() });
      await this.events.add(tx, events.userDeactivated, { userId }, {});
      await this.sessions.endAll(tx, userId, 'account_deactivated', {});
    });
    return { ...person, isActive: false };
  }

  /** Takes every second factor of a person away, who turns one on anew. @throws AppError `not_found` */
  async resetFactors(name: string): Promise<PersonLine> {
    const person = await this.getPerson(name);
    await this.factors.resetByOperator(person.id);
    return person;
  }

  /** @throws AppError `not_found` */
  async revokeKey(id: string): Promise<void> {
    const keys = await this.lists.listKeys(this.database.connection, this.clock.now());
    const key = keys.find((one) => one.id === id);
    if (!key) throw new AppError('not_found', { detail: `There is no key ${id}.` });
    await this.database.transaction((tx) => this.keys.revoke(tx, key, id));
  }
}

const role: Role = 'BOSS';

const callerOf = (userId: string, organizationId: string): Caller => ({
  kind: 'api_key',
  apiKeyId: userId,
  userId,
  organizationId,
  ...noEntitlement,
  role,
  platformRole: 'super_admin',
  permissions: permissionsOf({ role, customPermissions: null }),
  enrolmentRequired: false,
});
