import { Injectable } from '@nestjs/common';
import type { ApiKey } from '@gatehouse/contracts/identity/api-keys';
import { AppError } from '../../../kernel/error.js';
import type { Page } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import { ApiKeysRepository } from '../api-keys/api-keys.repository.js';
import { ApiKeysService } from '../api-keys/api-keys.service.js';
import { AuthorityService } from '../organizations/authority.service.js';

/** API keys of people below the caller, as far as they act in the caller's organization (G16). */
@Injectable()
export class MemberKeysService {
  constructor(
    private readonly authority: AuthorityService,
    private readonly keys: ApiKeysService,
    private readonly repository: ApiKeysRepository,
    private readonly database: Database,
  ) {}

  /** @throws AppError `not_found`, `forbidden` */
  async list(
    caller: Caller,
    userId: string,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<ApiKey>> {
    const { connection } = this.database;
    const { organizationId } = await this.authority.getBelow(connection, caller, userId);
    return this.keys.list({ userId }, limit, cursor, organizationId);
  }

  /** @throws AppError `not_found`, also for a key that acts elsewhere; `forbidden` */
  async revoke(caller: Caller, userId: string, keyId: string): Promise<void> {
    await this.authority.act(caller, userId, async (tx, { organizationId }) => {
      const key = await this.repository.find(tx, userId, keyId);
      if (key?.organizationId !== organizationId) throw new AppError('not_found');
      await this.keys.revoke(tx, userId, keyId);
    });
  }
}
