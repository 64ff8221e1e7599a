import { Injectable } from '@nestjs/common';
import type { Category } from '@gatehouse/contracts/notifications/categories';
import {
  longestSnoozeDays,
  type Notification,
  type NotificationCounts,
  type notificationRoutes,
} from '@gatehouse/contracts/notifications/inbox';
import type { RouteQuery } from '@gatehouse/contracts/route';
import { after, Clock, days } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { decodeCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import { InboxRepository } from './inbox.repository.js';
import type { NotificationRow } from './inbox.table.js';
import { type InboxEntry, NotificationInbox } from './notification-inbox.port.js';

/** Form of a cursor: when it came to the top, and its id. */
const shownCursor = /^\d{1,15} [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const mostMissed = 100;

/** Everybody's own inbox. */
@Injectable()
export class InboxService extends NotificationInbox {
  constructor(
    private readonly repository: InboxRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async list(
    { userId }: Caller,
    { limit, cursor, status: tab, category }: RouteQuery<typeof notificationRoutes.list>,
  ): Promise<Page<Notification>> {
    const before = cursor === undefined ? undefined : keyIn(cursor);
    const { connection } = this.database;
    const rows = await this.repository.list(connection, userId, { tab, category, before }, limit);
    return toPage(rows, limit, keyOf, toNotification);
  }

  counts({ userId }: Caller): Promise<NotificationCounts> {
    return this.repository.count(this.database.connection, userId);
  }

  async findAll(ids: readonly string[]): Promise<readonly InboxEntry[]> {
    const rows = await this.repository.findAll(this.database.connection, ids);
    return rows.map((row) => ({ userId: row.userId, notification: toNotification(row) }));
  }

  async listSince(
    userId: string,
    afterId: string,
  ): Promise<{ data: Notification[]; hasMore: boolean }> {
    const { connection } = this.database;
    const rows = await this.repository.listSince(connection, userId, afterId, mostMissed + 1);
    const data = rows.slice(0, mostMissed).map(toNotification);
    return { data, hasMore: rows.length > mostMissed };
  }

  /** Marks all that the caller sees, or those of a category. */
  markAll(
    { userId }: Caller,
    marks: 'seen' | 'read' | 'archived',
    category?: Category,
  ): Promise<void> {
    return this.repository.mark(
      this.database.connection,
      userId,
      marks,
      this.clock.now(),
      category,
    );
  }

  /** @throws AppError `not_found` */
  markRead(caller: Caller, id: string): Promise<Notification> {
    const now = this.clock.now();
    return this.change(caller, id, { readAt: now, seenAt: now });
  }

  /** @throws AppError `not_found` */
  markUnread(caller: Caller, id: string): Promise<Notification> {
    return this.change(caller, id, { readAt: null });
  }

  /** @throws AppError `not_found` */
  archive(caller: Caller, id: string): Promise<Notification> {
    const now = this.clock.now();
    return this.change(caller, id, { archivedAt: now, seenAt: now, snoozedUntil: null });
  }

  /** @throws AppError `not_found` */
  restore(caller: Caller, id: string): Promise<Notification> {
    return this.change(caller, id, { archivedAt: null, snoozedUntil: null });
  }

  /** @throws AppError `not_found`, `validation_failed` for a time that is past or too far away */
  async snooze(caller: Caller, id: string, until: string): Promise<Notification> {
    const now = this.clock.now();
    const snoozedUntil = new Date(until);
    if (snoozedUntil <= now || snoozedUntil > after(now, days(longestSnoozeDays)))
      throw new AppError('validation_failed', {
        fields: [{ pointer: '/body/until', message: 'must be a time within the next year' }],
      });
    return this.change(caller, id, { snoozedUntil, seenAt: now, archivedAt: null });
  }

  private async change(
    { userId }: Caller,
    id: string,
    change: Partial<NotificationRow>,
  ): Promise<Notification> {
    const row = await this.repository.change(this.database.connection, userId, id, change);
    if (!row) throw new AppError('not_found');
    return toNotification(row);
  }
}

const keyOf = ({ shownAt, id }: NotificationRow): string => `${shownAt.getTime()} ${id}`;

function keyIn(cursor: string): { shownAt: Date; id: string } {
  const [time = '', id = ''] = decodeCursor(cursor, shownCursor).split(' ');
  return { shownAt: new Date(Number(time)), id };
}

const textOf = (date: Date | null): string | null => date?.toISOString() ?? null;

const toNotification = (row: NotificationRow): Notification => ({
  id: row.id,
  organizationId: row.organizationId,
  category: row.category,
  title: row.title,
  body: row.body,
  link: row.link,
  createdAt: row.createdAt.toISOString(),
  seenAt: textOf(row.seenAt),
  readAt: textOf(row.readAt),
  archivedAt: textOf(row.archivedAt),
  snoozedUntil: textOf(row.snoozedUntil),
});
