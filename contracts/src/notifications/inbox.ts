import { z } from 'zod';
import { id, timestamp } from '../fields.js';
import { pageOf, pageQuery } from '../page.js';
import { route } from '../route.js';
import { category } from './categories.js';

/** One notification in somebody's inbox. */
export const notification = z.object({
  id,
  /** Null where it concerns no organization. */
  organizationId: id.nullable(),
  category,
  title: z.string(),
  body: z.string(),
  /** Page of the console that it leads to, such as `/security`. */
  link: z.string().nullable(),
  createdAt: timestamp,
  /** When it was first shown; null while it counts on the bell. */
  seenAt: timestamp.nullable(),
  readAt: timestamp.nullable(),
  archivedAt: timestamp.nullable(),
  /** Hidden until then; afterwards it is new again. */
  snoozedUntil: timestamp.nullable(),
});
export type Notification = z.output<typeof notification>;

/** What the bell says; archived and snoozed ones do not count. */
export const notificationCounts = z.object({
  unseen: z.number().int(),
  unread: z.number().int(),
});
export type NotificationCounts = z.output<typeof notificationCounts>;

/** Tabs of an inbox; without one, all that are neither archived nor snoozed. */
export const inboxTabs = ['unseen', 'unread', 'archived', 'snoozed'] as const;
export type InboxTab = (typeof inboxTabs)[number];

/** How long one may snooze, in days. */
export const longestSnoozeDays = 365;

const byId = z.object({ id });
const ofCategory = z.object({ category: category.optional() });
const mine = { access: 'signed_in', rateLimit: 'api' } as const;

export const notificationRoutes = {
  list: route({
    name: 'notifications.list',
    method: 'GET',
    path: '/notifications',
    summary: 'My notifications, latest first',
    ...mine,
    query: pageQuery.extend({
      status: z.enum(inboxTabs).optional(),
      category: category.optional(),
    }),
    status: 200,
    response: pageOf(notification),
    errors: [],
  }),
  counts: route({
    name: 'notifications.counts',
    method: 'GET',
    path: '/notifications/counts',
    summary: 'How many of my notifications are unseen and unread',
    ...mine,
    status: 200,
    response: notificationCounts,
    errors: [],
  }),
  markSeen: route({
    name: 'notifications.markSeen',
    method: 'POST',
    path: '/notifications/seen',
    summary: 'Mark all my notifications as seen: they have been shown to me',
    ...mine,
    status: 204,
    errors: [],
  }),
  markAllRead: route({
    name: 'notifications.markAllRead',
    method: 'POST',
    path: '/notifications/read',
    summary: 'Mark all my notifications, or those of a category, as read',
    ...mine,
    query: ofCategory,
    status: 204,
    errors: [],
  }),
  archiveAll: route({
    name: 'notifications.archiveAll',
    method: 'POST',
    path: '/notifications/archive',
    summary: 'Archive all my notifications, or those of a category',
    ...mine,
    query: ofCategory,
    status: 204,
    errors: [],
  }),
  markRead: route({
    name: 'notifications.markRead',
    method: 'POST',
    path: '/notifications/:id/read',
    summary: 'Mark a notification as read',
    ...mine,
    params: byId,
    status: 200,
    response: notification,
    errors: ['not_found'],
  }),
  markUnread: route({
    name: 'notifications.markUnread',
    method: 'POST',
    path: '/notifications/:id/unread',
    summary: 'Mark a notification as unread',
    ...mine,
    params: byId,
    status: 200,
    response: notification,
    errors: ['not_found'],
  }),
  archive: route({
    name: 'notifications.archive',
    method: 'POST',
    path: '/notifications/:id/archive',
    summary: 'Put a notification away',
    ...mine,
    params: byId,
    status: 200,
    response: notification,
    errors: ['not_found'],
  }),
  restore: route({
    name: 'notifications.restore',
    method: 'POST',
    path: '/notifications/:id/restore',
    summary: 'Bring an archived or snoozed notification back',
    ...mine,
    params: byId,
    status: 200,
    response: notification,
    errors: ['not_found'],
  }),
  snooze: route({
    name: 'notifications.snooze',
    method: 'POST',
    path: '/notifications/:id/snooze',
    summary: 'Hide a notification until a time; then it is new again',
    ...mine,
    params: byId,
    body: z.object({ until: timestamp }),
    status: 200,
    response: notification,
    errors: ['not_found'],
  }),
};
