import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { deliveryStates, type DeliveryState } from '@gatehouse/contracts/notifications/deliveries';
import type {
  FullNotice,
  Notice,
  noticeRoutes,
  NoticeState,
} from '@gatehouse/contracts/notifications/notices';
import type { RouteQuery } from '@gatehouse/contracts/route';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { DeliveriesRepository } from '../deliveries/deliveries.repository.js';
import { scopeOf } from '../deliveries/deliveries.service.js';
import { NoticesRepository } from './notices.repository.js';
import type { NoticeRow } from './notices.table.js';
import { TellingService } from './telling.service.js';

/** What people are told, how far that has got, and telling what was given up. */
@Injectable()
export class NoticesService {
  constructor(
    private readonly repository: NoticesRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly telling: TellingService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async list(
    caller: Caller,
    { limit, cursor, state }: RouteQuery<typeof noticeRoutes.list>,
  ): Promise<Page<Notice>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    const { connection } = this.database;
    const now = this.clock.now();
    const rows = await this.repository.list(connection, scopeOf(caller), state, now, limit, before);
    return toPage(
      rows,
      limit,
      ({ id }) => id,
      (row) => toNotice(row, now),
    );
  }

  /** @throws AppError `not_found` */
  async get(caller: Caller, id: string): Promise<FullNotice> {
    const { connection } = this.database;
    const row = await this.repository.find(connection, scopeOf(caller), id);
    if (!row) throw new AppError('not_found');
    const tallies = await this.deliveries.tallyOf(connection, id);
    const counts = new Map(tallies.map(({ state, count }) => [state, count]));
    const deliveries = deliveryStates.map((state) => [state, counts.get(state) ?? 0] as const);
    return {
      ...toNotice(row, this.clock.now()),
      deliveries: Object.fromEntries(deliveries) as Record<DeliveryState, number>,
      ...(await this.repository.countReached(connection, id)),
    };
  }

  /** @throws AppError `not_found`, `conflict` where it is not to be sent later, or not any more */
  async cancel(caller: Caller, id: string): Promise<FullNotice> {
    const scope = scopeOf(caller);
    if (!(await this.repository.find(this.database.connection, scope, id)))
      throw new AppError('not_found');
    await this.database.transaction(async (tx) => {
      if (!(await this.repository.cancel(tx, scope, id, this.clock.now())))
        throw new AppError('conflict');
      const about = { organizationId: scope.organizationId };
      await this.events.add(tx, events.noticeCancelled, { noticeId: id }, about);
    });
    return this.get(caller, id);
  }

  /** @throws AppError `not_found`, `conflict` where it was not given up */
  async retry(caller: Caller, id: string): Promise<FullNotice> {
    const scope = scopeOf(caller);
    if (!(await this.repository.find(this.database.connection, scope, id)))
      throw new AppError('not_found');
    await this.database.transaction(async (tx) => {
      if (!(await this.repository.revive(tx, scope, id, this.clock.now())))
        throw new AppError('conflict');
      const about = { organizationId: scope.organizationId };
      await this.events.add(tx, events.noticeRetried, { noticeId: id }, about);
    });
    this.telling.wake();
    return this.get(caller, id);
  }
}

function stateOf({ toldAt, failedAt, cancelledAt, sendAt }: NoticeRow, now: Date): NoticeState {
  if (toldAt !== null) return 'told';
  if (failedAt !== null) return 'failed';
  if (cancelledAt !== null) return 'cancelled';
  return sendAt !== null && sendAt > now ? 'scheduled' : 'waiting';
}

const isOpen = (state: NoticeState): boolean => state === 'scheduled' || state === 'waiting';

const isForWhoeverMay = ({ staffPermission, memberPermission }: NoticeRow): boolean =>
  staffPermission !== null || memberPermission !== null;

const recipientsOf = (row: NoticeRow): number | null =>
  row.recipients ?? (isForWhoeverMay(row) ? null : row.userIds.length);

function toNotice(row: NoticeRow, now: Date): Notice {
  const state = stateOf(row, now);
  return {
    id: row.id,
    organizationId: row.organizationId,
    category: row.category,
    template: 'template' in row.content ? row.content.template : null,
    subject: 'subject' in row.content ? row.content.subject : null,
    channels: row.channels,
    recipients: recipientsOf(row),
    state,
    attempts: row.attempts,
    error: row.error,
    createdAt: row.createdAt.toISOString(),
    sendAt: row.sendAt?.toISOString() ?? null,
    nextAttemptAt: isOpen(state) ? row.nextAttemptAt.toISOString() : null,
  };
}
