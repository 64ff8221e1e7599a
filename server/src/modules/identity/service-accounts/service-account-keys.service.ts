import { Injectable } from '@nestjs/common';
import type { ApiKey, apiKeyRoutes, ApiKeyUsage } from '@gatehouse/contracts/identity/api-keys';
import { permissionsOf } from '@gatehouse/contracts/permissions';
import type { RouteBody } from '@gatehouse/contracts/route';
import { AppError } from '../../../kernel/error.js';
import type { Page } from '../../../kernel/page.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import {
  ApiKeysService,
  type ApiKeyWithSecret,
  type KeyOwner,
} from '../api-keys/api-keys.service.js';
import { type KeyChange, KeyChangesService } from '../api-keys/key-changes.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { AuthorityService } from '../organizations/authority.service.js';
import type { Member } from '../users/account.js';
import { ServiceAccountsService } from './service-accounts.service.js';

const ownerOf = ({ id: userId, organizationId }: Member): KeyOwner => ({ userId, organizationId });

/** The API keys of service accounts below the caller. */
@Injectable()
export class ServiceAccountKeysService {
  constructor(
    private readonly accounts: ServiceAccountsService,
    private readonly authority: AuthorityService,
    private readonly keys: ApiKeysService,
    private readonly changes: KeyChangesService,
    private readonly sessions: SessionsService,
    private readonly database: Database,
  ) {}

  /** @throws AppError `not_found` */
  async list(caller: Caller, id: string, limit: number, cursor?: string): Promise<Page<ApiKey>> {
    const account = await this.accounts.get(this.database.connection, caller, id);
    return this.keys.list(ownerOf(account), limit, cursor);
  }

  /** @throws AppError `not_found` */
  async getUsage(caller: Caller, id: string, keyId: string): Promise<ApiKeyUsage> {
    const account = await this.accounts.get(this.database.connection, caller, id);
    return this.keys.getUsage(ownerOf(account), keyId);
  }

  /** @throws AppError `unauthenticated`, `not_found`, and as `ApiKeysService.create` */
  async create(
    caller: Caller,
    id: string,
    wish: RouteBody<typeof apiKeyRoutes.create>,
  ): Promise<ApiKeyWithSecret> {
    return this.act(caller, id, (tx, account) =>
      this.keys.create(tx, caller, ownerOf(account), permissionsOf(account), wish),
    );
  }

  /** @throws as `KeyChangesService.update` */
  async update(
    caller: Caller,
    id: string,
    keyId: string,
    change: KeyChange,
    unchangedSince?: Date,
  ): Promise<ApiKey> {
    return this.act(caller, id, (tx, account) =>
      this.changes.update(tx, caller, ownerOf(account), keyId, change, unchangedSince),
    );
  }

  /** @throws AppError `not_found`, `forbidden` for a key with a scope that the caller does not hold */
  async rotate(
    caller: Caller,
    id: string,
    keyId: string,
    overlapHours: number,
  ): Promise<ApiKeyWithSecret> {
    return this.act(caller, id, (tx, account) =>
      this.keys.rotate(tx, caller, ownerOf(account), keyId, overlapHours),
    );
  }

  /** @throws AppError `not_found`, `forbidden` */
  async revoke(caller: Caller, id: string, keyId: string): Promise<void> {
    await this.act(caller, id, (tx, account) => this.keys.revoke(tx, account.id, keyId));
  }

  /**
   * A key outlives the session that it comes from: whoever ends all sessions to take an account back
   * finds it, or it is not made.
   */
  private async act<T>(
    caller: Caller,
    id: string,
    deed: (tx: Transaction, account: Member) => Promise<T>,
  ): Promise<T> {
    return this.authority.act(caller, id, async (tx, member) => {
      if (!member.isServiceAccount) throw new AppError('not_found');
      if (caller.kind === 'session') await this.sessions.assertLive(tx, caller);
      return deed(tx, member);
    });
  }
}
