import { Injectable } from '@nestjs/common';
import type { ApiKey, apiKeyRoutes } from '@gatehouse/contracts/identity/api-keys';
import { permissionsOf } from '@gatehouse/contracts/permissions';
import type { RouteBody } from '@gatehouse/contracts/route';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { ApiKeysService, type ApiKeyWithSecret } from '../api-keys/api-keys.service.js';
import { type KeyChange, KeyChangesService } from '../api-keys/key-changes.service.js';
import { UsersRepository } from '../users/users.repository.js';
import type { KeyLine } from './operator.repository.js';
import { OperatorService } from './operator.service.js';

/** API keys, as the command line makes and changes them. */
@Injectable()
export class OperatorKeysService {
  constructor(
    private readonly operator: OperatorService,
    private readonly users: UsersRepository,
    private readonly keys: ApiKeysService,
    private readonly changes: KeyChangesService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

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
      await this.keys.lockOwner(tx, { userId });
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

  /** @throws as `KeyChangesService.update` */
  async updateKey(id: string, change: KeyChange): Promise<ApiKey> {
    const key = await this.getKey(id);
    const caller = await this.operator.callerIn(key.organizationId);
    return this.database.transaction((tx) => this.changes.update(tx, caller, key, id, change));
  }

  /** @throws AppError `not_found` */
  async revokeKey(id: string): Promise<void> {
    const key = await this.getKey(id);
    await this.database.transaction((tx) => this.keys.revoke(tx, key.userId, id));
  }

  private async getKey(id: string): Promise<KeyLine> {
    const keys = await this.operator.lists.listKeys(this.database.connection, this.clock.now());
    const key = keys.find((one) => one.id === id);
    if (!key) throw new AppError('not_found', { detail: `There is no key ${id}.` });
    return key;
  }
}
