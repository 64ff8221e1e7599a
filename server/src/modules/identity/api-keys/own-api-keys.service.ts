import { Injectable } from '@nestjs/common';
import type { ApiKey, apiKeyRoutes } from '@gatehouse/contracts/identity/api-keys';
import type { RouteBody } from '@gatehouse/contracts/route';
import { Database, type Transaction } from '../../../platform/database/database.js';
import type { Caller, SessionCaller } from '../../../platform/http/caller.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { ApiKeysService, type ApiKeyWithSecret } from './api-keys.service.js';
import { type KeyChange, KeyChangesService } from './key-changes.service.js';

/** A person's own API keys. */
@Injectable()
export class OwnApiKeysService {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly changes: KeyChangesService,
    private readonly sessions: SessionsService,
    private readonly database: Database,
  ) {}

  /** @throws AppError `unauthenticated`, and as `ApiKeysService.create` (attack 25). */
  async create(
    caller: SessionCaller,
    wish: RouteBody<typeof apiKeyRoutes.create>,
  ): Promise<ApiKeyWithSecret> {
    return this.inSession(caller, (tx) =>
      this.keys.create(tx, caller, caller, caller.permissions, wish),
    );
  }

  /** @throws AppError `unauthenticated`, and as `KeyChangesService.update` */
  async update(
    caller: SessionCaller,
    id: string,
    change: KeyChange,
    unchangedSince?: Date,
  ): Promise<ApiKey> {
    return this.inSession(caller, (tx) =>
      this.changes.update(tx, caller, caller, id, change, unchangedSince),
    );
  }

  /** @throws AppError `unauthenticated`, `not_found`, `forbidden` for a key of another organization */
  async rotate(caller: SessionCaller, id: string, overlapHours: number): Promise<ApiKeyWithSecret> {
    return this.inSession(caller, (tx) => this.keys.rotate(tx, caller, caller, id, overlapHours));
  }

  /** @throws AppError `not_found` */
  async revoke(caller: Caller, id: string): Promise<void> {
    await this.database.transaction((tx) => this.keys.revoke(tx, caller.userId, id));
  }

  /**
   * A key outlives the session that it comes from: whoever ends all sessions to take an account back
   * finds it, or it is not made.
   */
  private async inSession<T>(
    caller: SessionCaller,
    deed: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (tx) => {
      await this.keys.lockOwner(tx, caller);
      await this.sessions.assertLive(tx, caller);
      return deed(tx);
    });
  }
}
