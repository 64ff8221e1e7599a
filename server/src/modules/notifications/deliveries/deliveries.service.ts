import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { Channel } from '@gatehouse/contracts/notifications/categories';
import {
  type deliveryRoutes,
  type DeliveryState,
  deliveryStates,
  type DeliveryStep,
  type NotificationDelivery,
  type NotificationStats,
} from '@gatehouse/contracts/notifications/deliveries';
import type { RouteQuery } from '@gatehouse/contracts/route';
import { after, Clock, days } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { maskEmail, maskNumber } from '../../../kernel/mask.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { UserDirectory } from '../../identity/users/user-directory.port.js';
import { AddressesRepository } from '../carriage/addresses.repository.js';
import { Dispatcher } from '../carriage/dispatcher.js';
import { DeliveriesRepository, type DeliveryScope } from './deliveries.repository.js';
import type { DeliveryRow } from './deliveries.table.js';

type Tallies = Record<DeliveryState, number>;

const statsFor = days(30);

/** What was sent to whom, and sending it again. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly repository: DeliveriesRepository,
    private readonly addresses: AddressesRepository,
    private readonly directory: UserDirectory,
    private readonly dispatcher: Dispatcher,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async list(
    caller: Caller,
    { limit, cursor, ...filter }: RouteQuery<typeof deliveryRoutes.list>,
  ): Promise<Page<NotificationDelivery>> {
    const beforeId = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    const scope = scopeOf(caller);
    const { connection } = this.database;
    const time = {
      createdFrom: dateOf(filter['createdAt[gte]']),
      createdBefore: dateOf(filter['createdAt[lt]']),
    };
    const wanted = { ...filter, ...time, beforeId };
    const rows = await this.repository.list(connection, scope, wanted, limit);
    const shown = await this.shown(rows);
    return toPage(rows, limit, ({ id }) => id, shown);
  }

  /** @throws AppError `not_found` */
  async get(caller: Caller, id: string): Promise<NotificationDelivery & { steps: DeliveryStep[] }> {
    const { connection } = this.database;
    const row = await this.repository.find(connection, scopeOf(caller), id);
    if (!row) throw new AppError('not_found');
    const steps = await this.repository.listSteps(connection, id);
    return {
      ...(await this.shown([row]))(row),
      steps: steps.map(({ deliveryId: _deliveryId, happenedAt, ...step }) => ({
        ...step,
        happenedAt: happenedAt.toISOString(),
      })),
    };
  }

  async stats(caller: Caller, from: string | undefined): Promise<NotificationStats> {
    const since = from === undefined ? after(this.clock.now(), -statsFor) : new Date(from);
    const tallies = await this.repository.tally(this.database.connection, scopeOf(caller), since);
    const states = noTally();
    const byChannel = { in_app: noTally(), email: noTally(), sms: noTally() };
    for (const { channel, state, count } of tallies) {
      states[state] += count;
      byChannel[channel][state] += count;
    }
    const total = Object.values(states).reduce((sum, count) => sum + count, 0);
    return { since: since.toISOString(), total, states, channels: byChannel };
  }

  /** @throws AppError `not_found`, `conflict` while it is on its way, lies in an inbox, or was never to go */
  async resend(caller: Caller, id: string): Promise<NotificationDelivery> {
    const scope = scopeOf(caller);
    const now = this.clock.now();
    const { connection } = this.database;
    if (!(await this.repository.find(connection, scope, id))) throw new AppError('not_found');
    const row = await this.database.transaction(async (tx) => {
      const restarted = await this.repository.restart(tx, scope, id, now);
      if (!restarted) return null;
      await this.repository.note(tx, [id], { state: 'queued', detail: 'Sent again' }, now);
      await this.events.add(tx, events.notificationResent, aboutOf(restarted));
      return restarted;
    });
    if (!row) throw new AppError('conflict');
    this.dispatcher.wake();
    return (await this.shown([row]))(row);
  }

  /** @throws AppError `not_found` */
  async lift(caller: Caller, id: string): Promise<NotificationDelivery> {
    const { connection } = this.database;
    const row = await this.repository.find(connection, scopeOf(caller), id);
    if (!row) throw new AppError('not_found');
    const { addressKey, channel } = row;
    if (addressKey !== null)
      await this.database.transaction(async (tx) => {
        if (await this.addresses.lift(tx, channel, addressKey))
          await this.events.add(tx, events.suppressionLifted, aboutOf(row));
      });
    return (await this.shown([row]))(row);
  }

  /** Looks up what some rows do not say themselves. */
  private async shown(
    rows: readonly DeliveryRow[],
  ): Promise<(row: DeliveryRow) => NotificationDelivery> {
    const names = await this.directory.namesOf([...new Set(rows.map(({ userId }) => userId))]);
    const keys = rows.map(({ addressKey }) => addressKey).filter((key) => key !== null);
    const { connection } = this.database;
    const suppressed = await this.addresses.listSuppressed(connection, [...new Set(keys)]);
    return (row) =>
      toDelivery(
        row,
        names.get(row.userId) ?? null,
        suppressed.has(`${row.channel} ${row.addressKey}`),
      );
  }
}

/** @throws AppError `forbidden` for a caller without an organization. */
export function scopeOf({ organizationId, permissions }: Caller): DeliveryScope {
  if (organizationId === null) throw new AppError('forbidden');
  return { organizationId, isStaff: permissions.has('template:manage') };
}

const dateOf = (text: string | undefined) => (text === undefined ? undefined : new Date(text));

const aboutOf = ({ id, userId }: DeliveryRow) => ({ deliveryId: id, userId });

const noTally = (): Tallies =>
  Object.fromEntries(deliveryStates.map((state) => [state, 0])) as Tallies;

const masks: Readonly<Partial<Record<Channel, (address: string) => string>>> = {
  email: maskEmail,
  sms: maskNumber,
};

const toDelivery = (
  row: DeliveryRow,
  userName: string | null,
  addressSuppressed: boolean,
): NotificationDelivery => ({
  id: row.id,
  noticeId: row.noticeId,
  userId: row.userId,
  userName,
  organizationId: row.organizationId,
  category: row.category,
  channel: row.channel,
  template: row.template,
  templateVersion: row.templateVersion,
  address: row.address === null ? null : (masks[row.channel]?.(row.address) ?? null),
  subject: row.subject,
  state: row.state,
  skippedFor: row.skippedFor,
  addressSuppressed,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});
