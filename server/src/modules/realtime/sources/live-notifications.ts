import { Injectable } from '@nestjs/common';
import { rooms } from '@gatehouse/contracts/realtime';
import { LRUCache } from 'lru-cache';
import { Clock, seconds } from '../../../kernel/clock.js';
import { Changes } from '../../../platform/database/changes.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import {
  type InboxEntry,
  NotificationInbox,
} from '../../notifications/inbox/notification-inbox.port.js';
import type { Message, RealtimeNamespace } from '../realtime-types.js';

/** Several connections hear of a change, one after the other: it is looked at once, this much later (ms). */
const gathering = 20;
/** Changes that wait to be looked at; beyond that everybody is asked to look for themselves. */
const mostWaiting = 2_000;
/** Changes looked at together. */
const atOnce = 100;
/** A notification that is older than this when it is first heard of was changed and not made. */
const newFor = seconds(60);

/**
 * Tells people of their notifications. Every instance hears of every change and tells its own
 * sockets, so nothing needs to be carried between them.
 */
@Injectable()
export class LiveNotifications {
  private readonly waiting = new Set<string>();
  /** Those that were told as new. */
  private readonly told = new LRUCache<string, true>({ max: 10_000 });
  private namespace: RealtimeNamespace | null = null;
  private tell: (message: Message) => void = () => {};
  private working = false;

  constructor(
    private readonly inbox: NotificationInbox,
    private readonly clock: Clock,
    private readonly logger: Logger,
    changes: Changes,
  ) {
    changes.on('notification', (id) => this.note(id));
  }

  start(namespace: RealtimeNamespace, tell: (message: Message) => void): void {
    this.namespace = namespace;
    this.tell = tell;
  }

  private note(id: string): void {
    // Without sockets there is nobody to tell; whoever comes asks for what was missed.
    if (!this.namespace || this.namespace.sockets.size === 0) return;
    if (this.waiting.size < mostWaiting) this.waiting.add(id);
    if (this.working) return;
    this.working = true;
    setTimeout(() => void this.work(), gathering);
  }

  private async work(): Promise<void> {
    try {
      while (this.waiting.size > 0) {
        if (this.waiting.size < mostWaiting) await this.lookAtSome();
        else this.askAllToLook();
      }
    } catch (error) {
      this.logger.warn('notifications could not be told', { error });
    } finally {
      this.working = false;
    }
  }

  private askAllToLook(): void {
    this.waiting.clear();
    this.namespace?.emit('notification:changed', { notificationId: null });
  }

  private async lookAtSome(): Promise<void> {
    const ids = [...this.waiting].slice(0, atOnce);
    for (const id of ids) this.waiting.delete(id);
    for (const entry of await this.inbox.findAll(ids)) this.show(entry);
  }

  private show({ userId, notification }: InboxEntry): void {
    const room = rooms.notifications(userId);
    const { id } = notification;
    const age = this.clock.time() - Date.parse(notification.createdAt);
    const untouched = notification.seenAt === null && notification.archivedAt === null;
    if (untouched && age < newFor && !this.told.has(id)) {
      this.told.set(id, true);
      this.tell({ room, event: 'notification:new', data: notification });
    } else this.tell({ room, event: 'notification:changed', data: { notificationId: id } });
  }
}
