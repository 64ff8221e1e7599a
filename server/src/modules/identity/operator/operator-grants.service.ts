import { Injectable } from '@nestjs/common';
import type { apiKeyRoutes } from '@gatehouse/contracts/identity/api-keys';
import { permissionsOf } from '@gatehouse/contracts/permissions';
import type { RouteBody } from '@gatehouse/contracts/route';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { ApiKeysService, type ApiKeyWithSecret } from '../api-keys/api-keys.service.js';
import { FoundingService } from '../organizations/founding.service.js';
import { UsersRepository } from '../users/users.repository.js';
import { type KeyLine, OperatorRepository } from './operator.repository.js';
import { OperatorService } from './operator.service.js';

/** Organizations and API keys that are made from the command line. */
@Injectable()
export class OperatorGrantsService {
  constructor(
    private readonly operator: OperatorService,
    private readonly lists: OperatorRepository,
    private readonly founding: FoundingService,
    private readonly users: UsersRepository,
    private readonly keys: ApiKeysService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Makes an organization whose first BOSS somebody is. @throws AppError `not_found`, `forbidden` for a service account */
  async createOrganization(
    name: string,
    owner: string,
  ): Promise<{ id: string; name: string; owner: string }> {
    const person = await this.operator.getPerson(owner);
    const id = await this.database.transaction(async (tx) => {
      const account = await this.users.find(tx, person.id, null);
      if (!account) throw new AppError('not_found');
      if (account.isServiceAccount)
        throw new AppError('forbidden', { detail: 'A service account leads no organization.' });
      return this.founding.by(tx, name, person.id, null);
    });
    return { id, name, owner: person.email };
  }

  /**
   * Makes a key that calls in somebody's name. @param organization may be left out where there is only one.
   * @throws AppError `not_found` unless they belong to it, `forbidden` for a scope that they do not hold
   */
  async createKey(
    owner: string,
    organization: string | undefined,
    wish: RouteBody<typeof apiKeyRoutes.create>,
  ): Promise<ApiKeyWithSecret> {
    const caller = await this.operator.callerIn(organization);
    const { id: userId } = await this.operator.getPerson(owner);
    const { organizationId } = caller;
    return this.database.transaction(async (tx) => {
      const account = await this.users.find(tx, userId, organizationId);
      if (!account?.role)
        throw new AppError('not_found', { detail: `${owner} is not of this organization.` });
      const keyOwner = { userId, organizationId };
      return this.keys.create(tx, caller, keyOwner, permissionsOf(account), wish);
    });
  }

  /**
   * A new secret for a key; the one before stays good for some hours.
   * @throws AppError `not_found`
   */
  async rotateKey(id: string, overlapHours: number): Promise<ApiKeyWithSecret> {
    const key = await this.getKey(id);
    const caller = await this.operator.callerIn(key.organizationId);
    return this.database.transaction((tx) => this.keys.rotate(tx, caller, key, id, overlapHours));
  }

  /** @throws AppError `not_found` */
  async revokeKey(id: string): Promise<void> {
    const key = await this.getKey(id);
    await this.database.transaction((tx) => this.keys.revoke(tx, key.userId, id));
  }

  private async getKey(id: string): Promise<KeyLine> {
    const keys = await this.lists.listKeys(this.database.connection, this.clock.now());
    const key = keys.find((one) => one.id === id);
    if (!key) throw new AppError('not_found', { detail: `There is no key ${id}.` });
    return key;
  }
}
