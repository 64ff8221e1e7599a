import { Injectable } from '@nestjs/common';
import type { ApiKey, apiKeyRoutes } from '@gatehouse/contracts/identity/api-keys';
import type { RouteBody } from '@gatehouse/contracts/route';
import { Database } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import { ApiKeysService, type ApiKeyWithSecret } from './api-keys.service.js';
import { type KeyChange, KeyChangesService } from './key-changes.service.js';

/** A person's own API keys. */
@Injectable()
export class OwnApiKeysService {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly changes: KeyChangesService,
    private readonly database: Database,
  ) {}

  /** @throws AppError `forbidden` for a scope that the caller does not hold (attack 25). */
  async create(
    caller: Caller,
    wish: RouteBody<typeof apiKeyRoutes.create>,
  ): Promise<ApiKeyWithSecret> {
    return this.database.transaction((tx) =>
      this.keys.create(tx, caller, caller, caller.permissions, wish),
    );
  }

  /** @throws as `KeyChangesService.update` */
  async update(
    caller: Caller,
    id: string,
    change: KeyChange,
    unchangedSince?: Date,
  ): Promise<ApiKey> {
    return this.database.transaction((tx) =>
      this.changes.update(tx, caller, caller, id, change, unchangedSince),
    );
  }

  /** @throws AppError `not_found`, `forbidden` for a key of another organization */
  async rotate(caller: Caller, id: string, overlapHours: number): Promise<ApiKeyWithSecret> {
    return this.database.transaction((tx) =>
      this.keys.rotate(tx, caller, caller, id, overlapHours),
    );
  }

  /** @throws AppError `not_found` */
  async revoke(caller: Caller, id: string): Promise<void> {
    await this.database.transaction((tx) => this.keys.revoke(tx, caller.userId, id));
  }
}
