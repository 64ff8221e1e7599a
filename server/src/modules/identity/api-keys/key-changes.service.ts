import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { ApiKey, apiKeyRoutes } from '@gatehouse/contracts/identity/api-keys';
import { isGrantable } from '@gatehouse/contracts/permissions';
import type { RouteBody } from '@gatehouse/contracts/route';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { assertHolds } from '../roles/grants.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { type KeyOwner, toApiKey } from './api-keys.service.js';
import type { ApiKeyRow } from './api-keys.table.js';
import { KeyLimitsService } from './limits/key-limits.service.js';

/** What is to change; what is left out stays as it is. */
export type KeyChange = RouteBody<typeof apiKeyRoutes.update>;

/** Changes of keys after they were made: what limits them, and never more than they could do. */
@Injectable()
export class KeyChangesService {
  constructor(
    private readonly limits: KeyLimitsService,
    private readonly repository: ApiKeysRepository,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Changes a key of the caller, or of somebody else of whose scopes the caller holds all: whoever
   * loosens what limits a key could do what it does (attack 25).
   * @param unchangedSince when the caller saw it last.
   * @throws AppError `not_found`, `forbidden` for a key of another organization and for a scope that
   * the key has not, `precondition_failed`, `validation_failed`
   */
  async update(
    tx: Transaction,
    caller: Caller,
    { userId, organizationId }: KeyOwner,
    id: string,
    { expiresInDays, ...rest }: KeyChange,
    unchangedSince?: Date,
  ): Promise<ApiKey> {
    this.limits.assertAllowed(rest.requestsPerMinute);
    const known = await this.repository.find(tx, userId, id);
    if (!known) throw new AppError('not_found');
    if (known.organizationId !== organizationId)
      throw new AppError('forbidden', {
        detail: 'The key is of another organization: switch to it, then change the key.',
      });
    if (caller.userId !== userId) assertHolds(caller, known.scopes.filter(isGrantable));
    assertNarrower(known, rest.scopes);
    const now = this.clock.now();
    const end =
      expiresInDays === undefined
        ? {}
        : { expiresAt: await this.limits.endOf(tx, known.organizationId, expiresInDays, now) };
    const change = { ...rest, ...end };
    const stamped = { ...change, updatedAt: now };
    const row = await this.repository.update(tx, userId, id, stamped, unchangedSince);
    if (!row) throw new AppError('precondition_failed');
    const facts = { userId, apiKeyId: id, name: row.name, fields: Object.keys(change) };
    const told = { ...facts, loosened: isLooser(known, row) };
    await this.events.add(tx, events.apiKeyUpdated, told, { organizationId });
    return toApiKey(row, now);
  }
}

/** Whether a key works for longer, or from somewhere else, than before. */
function isLooser(before: ApiKeyRow, now: ApiKeyRow): boolean {
  const { allowedAddresses: known, expiresAt: end } = before;
  const lastsLonger = end !== null && (now.expiresAt === null || now.expiresAt > end);
  // Where none is named, all are allowed.
  const isElsewhere =
    known.length > 0 &&
    (now.allowedAddresses.length === 0 ||
      now.allowedAddresses.some((address) => !known.includes(address)));
  return lastsLonger || isElsewhere;
}

/** A key that is out does no more than when it was made. @throws AppError `forbidden` */
function assertNarrower({ scopes }: ApiKeyRow, wish: KeyChange['scopes']): void {
  const further = wish?.filter((scope) => !scopes.includes(scope)) ?? [];
  if (further.length > 0)
    throw new AppError('forbidden', {
      detail: `The key was not made for: ${further.join(', ')}. Make a new key for that.`,
    });
}
