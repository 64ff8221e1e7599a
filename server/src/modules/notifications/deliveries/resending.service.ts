import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { type deliveryRoutes, mostResent } from '@gatehouse/contracts/notifications/deliveries';
import type { RouteBody } from '@gatehouse/contracts/route';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { Dispatcher } from '../carriage/dispatcher.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { scopeOf } from './deliveries.service.js';

/** Sends again what was given up, such as while a mail server was away. */
@Injectable()
export class ResendingService {
  constructor(
    private readonly repository: DeliveriesRepository,
    private readonly dispatcher: Dispatcher,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `forbidden` for a caller without an organization. */
  async resendFailed(
    caller: Caller,
    { since, until, channel }: RouteBody<typeof deliveryRoutes.resendFailed>,
  ): Promise<{ resent: number; hasMore: boolean }> {
    const now = this.clock.now();
    const [createdFrom, createdBefore] = [new Date(since), until ? new Date(until) : now];
    const time = { channel, createdFrom, createdBefore };
    const scope = scopeOf(caller);
    const resent = await this.database.transaction(async (tx) => {
      const ids = await this.repository.restartFailed(tx, scope, time, mostResent, now);
      if (ids.length === 0) return 0;
      await this.repository.note(tx, ids, { state: 'queued', detail: 'Sent again' }, now);
      const told = { since, until: createdBefore.toISOString(), count: ids.length };
      const about = { organizationId: organizationOf(caller) };
      await this.events.add(tx, events.failedResent, told, about);
      return ids.length;
    });
    this.dispatcher.wake();
    return { resent, hasMore: resent === mostResent };
  }
}
