import { Injectable } from '@nestjs/common';
import type { ApiKey, apiKeyRoutes } from '@gatehouse/contracts/identity/api-keys';
import type { RouteBody } from '@gatehouse/contracts/route';
import { events } from '@gatehouse/contracts/events';
import { after, Clock, days } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { ApiKeysService, type ApiKeyWithSecret, toApiKey } from './api-keys.service.js';

/** A person's own API keys. */
@Injectable()
export class OwnApiKeysService {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly repository: ApiKeysRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
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

  /**
   * What is left out stays as it is. @param unchangedSince when the caller saw it last.
   * @throws AppError `not_found`, `forbidden` for a key of another organization, `precondition_failed`,
   * `validation_failed`
   */
  async update(
    { userId, organizationId }: Caller,
    id: string,
    wish: RouteBody<typeof apiKeyRoutes.update>,
    unchangedSince?: Date,
  ): Promise<ApiKey> {
    this.keys.assertAllowed(wish.requestsPerMinute);
    const now = this.clock.now();
    const { expiresInDays, ...rest } = wish;
    const expiresAt = expiresInDays === null ? null : after(now, days(expiresInDays ?? 0));
    const change = { ...rest, ...(expiresInDays === undefined ? {} : { expiresAt }) };
    return this.database.transaction(async (tx) => {
      const known = await this.repository.find(tx, userId, id);
      if (!known) throw new AppError('not_found');
      if (known.organizationId !== organizationId)
        throw new AppError('forbidden', {
          detail: 'The key is of another organization: switch to it, then change the key.',
        });
      const stamped = { ...change, updatedAt: now };
      const row = await this.repository.update(tx, userId, id, stamped, unchangedSince);
      if (!row) throw new AppError('precondition_failed');
      const facts = { userId, apiKeyId: id, name: row.name, fields: Object.keys(change) };
      await this.events.add(tx, events.apiKeyUpdated, facts, { organizationId });
      return toApiKey(row, now);
    });
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
