import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type {
  Suppression,
  suppressionRoutes,
} from '@gatehouse/contracts/notifications/suppressions';
import type { RouteQuery } from '@gatehouse/contracts/route';
import { AppError } from '../../../kernel/error.js';
import { maskEmail, maskNumber } from '../../../kernel/mask.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { UserDirectory } from '../../identity/users/user-directory.port.js';
import { scopeOf } from '../deliveries/deliveries.service.js';
import { type SuppressedAddress, SuppressionsRepository } from './suppressions.repository.js';

/** Addresses that nothing is sent to any more, and sending there again. */
@Injectable()
export class SuppressionsService {
  constructor(
    private readonly repository: SuppressionsRepository,
    private readonly directory: UserDirectory,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  async list(
    caller: Caller,
    { limit, cursor, channel }: RouteQuery<typeof suppressionRoutes.list>,
  ): Promise<Page<Suppression>> {
    const beforeId = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    const { connection } = this.database;
    const filter = { channel, beforeId };
    const rows = await this.repository.list(connection, scopeOf(caller), filter, limit);
    const readers = rows.flatMap(({ userId }) => userId ?? []);
    const names = await this.directory.namesOf([...new Set(readers)]);
    return toPage(
      rows,
      limit,
      ({ suppressionId }) => suppressionId ?? '',
      (row) => toSuppression(row, names, caller.permissions.has('user:read')),
    );
  }

  /** @throws AppError `not_found`, also where it was lifted before */
  async lift(caller: Caller, id: string, reason: string): Promise<void> {
    const scope = scopeOf(caller);
    const { organizationId } = scope;
    await this.database.transaction(async (tx) => {
      const found = await this.repository.find(tx, scope, id);
      if (!found || !(await this.repository.lift(tx, id))) throw new AppError('not_found');
      const { channel, userId } = found;
      const told = { channel, reason, ...(userId === null ? {} : { userId }) };
      await this.events.add(tx, events.suppressionLifted, told, { organizationId });
    });
  }
}

function toSuppression(
  { suppressionId, channel, addressKey, suppressedAt, suppressedFor, userId }: SuppressedAddress,
  names: ReadonlyMap<string, string>,
  seesPeople: boolean,
): Suppression {
  if (suppressionId === null || suppressedAt === null) throw new Error('it is not suppressed');
  const mask = channel === 'sms' ? maskNumber : maskEmail;
  return {
    id: suppressionId,
    channel,
    address: seesPeople ? addressKey : mask(addressKey),
    userId,
    userName: userId === null ? null : (names.get(userId) ?? null),
    since: suppressedAt.toISOString(),
    detail: suppressedFor ?? '',
  };
}
