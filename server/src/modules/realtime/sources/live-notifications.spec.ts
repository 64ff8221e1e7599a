import type { Notification } from '@gatehouse/contracts/notifications/inbox';
import { beforeEach, expect, it } from 'vitest';
import { QuietLogger, TestClock } from '../../../../test/harness/events.js';
import { Changes } from '../../../platform/database/changes.js';
import {
  type InboxEntry,
  NotificationInbox,
} from '../../notifications/inbox/notification-inbox.port.js';
import type { Message, RealtimeNamespace } from '../realtime-types.js';
import { LiveNotifications } from './live-notifications.js';

const clock = new TestClock();
const entry = (id: string): InboxEntry => ({
  userId: `owner of ${id}`,
  notification: {
    id,
    organizationId: null,
    category: 'messages',
    title: 'Closed on Friday',
    body: '',
    link: null,
    createdAt: clock.now().toISOString(),
    seenAt: null,
    readAt: null,
    archivedAt: null,
    snoozedUntil: null,
  } satisfies Notification,
});

class SlowInbox extends NotificationInbox {
  readonly asked: number[] = [];
  /** Happens while the first are looked at. */
  meanwhile: () => void = () => {};

  override async findAll(ids: readonly string[]): Promise<readonly InboxEntry[]> {
    this.asked.push(ids.length);
    if (this.asked.length === 1) this.meanwhile();
    return ids.map(entry);
  }
  override async listSince(): Promise<{ data: Notification[]; hasMore: boolean }> {
    return { data: [], hasMore: false };
  }
}

let inbox: SlowInbox;
let told: Message[];
let announced: unknown[][];
let note: (id: string) => void;
beforeEach(() => {
  inbox = new SlowInbox();
  told = [];
  announced = [];
  const changes = new Changes();
  changes.on = (_topic, listener) => (note = listener);
  const live = new LiveNotifications(inbox, clock, new QuietLogger(), changes);
  const namespace = {
    sockets: { size: 1 },
    emit: (...said: unknown[]) => announced.push(said),
  } as unknown as RealtimeNamespace;
  live.start(namespace, (message) => told.push(message));
});
const notes = (name: string, count: number) => {
  for (let index = 0; index < count; index += 1) note(`${name}${index}`);
};

it('looks at many together, and tells each once', async () => {
  notes('first', 250);
  await expect.poll(() => told.length).toBe(250);
  expect(inbox.asked).toEqual([100, 100, 50]);
  expect(new Set(told.map(({ room }) => room)).size).toBe(250);
});

it('asks everybody to look for themselves when more come than can be looked at, also meanwhile', async () => {
  inbox.meanwhile = () => notes('meanwhile', 5_000);
  notes('first', 1);
  await expect.poll(() => announced).toEqual([['notification:changed', { notificationId: null }]]);
  note('afterwards');
  await expect.poll(() => told.at(-1)?.room).toContain('afterwards');
});
