import { Injectable } from '@nestjs/common';
import type { Channel } from '@gatehouse/contracts/notifications/categories';
import type { SkipReason } from '@gatehouse/contracts/notifications/deliveries';
import { newId } from '../../../kernel/id.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Metrics } from '../../../platform/telemetry/metrics.js';
import { InboxRepository } from '../inbox/inbox.repository.js';
import type { NotificationRow } from '../inbox/inbox.table.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import type { DeliveryRow } from './deliveries.table.js';

/** Counts what became of notifications. */
export type NotificationCount = (values: { channel: Channel; state: string }) => void;

/** Puts notifications into inboxes, and what leaves the house on its way. */
@Injectable()
export class OutgoingService {
  readonly count: NotificationCount;

  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly inbox: InboxRepository,
    metrics: Metrics,
  ) {
    const help = 'Notifications by what became of them';
    this.count = metrics.counter('notifications_total', help, ['channel', 'state']);
  }

  async write(tx: Transaction, rows: readonly DeliveryRow[], now: Date): Promise<void> {
    await this.deliveries.insertAll(tx, rows);
    const inApp = rows.filter(({ channel, state }) => channel === 'in_app' && state !== 'skipped');
    await this.inbox.insertAll(tx, inApp.map(toNotification));
    for (const [detail, some] of Map.groupBy(rows, (row) => beginningOf(row, now))) {
      const ids = some.map(({ id }) => id);
      await this.deliveries.note(tx, ids, { state: some[0]?.state ?? 'queued', detail }, now);
    }
    for (const { channel, state } of rows) this.count({ channel, state });
  }
}

const skippedWords: Readonly<Record<SkipReason, string>> = {
  not_wanted: 'Not sent: they have switched it off',
  no_address: 'Not sent: they have no confirmed number',
  no_provider: 'Not sent: no SMS is sent from here',
  inactive: 'Not sent: the account is not active',
};

function beginningOf(
  { channel, awaitsAddress, dueAt, skippedFor }: DeliveryRow,
  now: Date,
): string {
  if (skippedFor !== null) return skippedWords[skippedFor];
  if (channel === 'in_app') return 'Put into the inbox';
  if (awaitsAddress) return 'Waits until the address is confirmed';
  return dueAt > now ? `Waits for the end of quiet hours, ${dueAt.toISOString()}` : 'Queued';
}

const toNotification = (row: DeliveryRow): NotificationRow => ({
  id: newId(),
  userId: row.userId,
  organizationId: row.organizationId,
  category: row.category,
  title: row.subject,
  body: row.text,
  link: row.link,
  createdAt: row.createdAt,
  shownAt: row.createdAt,
  seenAt: null,
  readAt: null,
  archivedAt: null,
  snoozedUntil: null,
});
