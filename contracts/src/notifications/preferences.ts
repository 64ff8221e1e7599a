import { z } from 'zod';
import { defaultLocale, locale } from '../language/locale.js';
import { route } from '../route.js';
import { category, channel, type Category, type Channel, isLocked } from './categories.js';

const wallClock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 22:00');

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Object;
  } catch {
    return false;
  }
};

/** Name of the IANA time-zone database, such as `Europe/Berlin`. */
export const timeZone = z
  .string()
  .max(64)
  .regex(/^[A-Za-z]/)
  .refine(isTimeZone, 'must be a time zone such as Europe/Berlin');

const switches = z.record(channel, z.boolean());

/** By which channels somebody is told of what. */
export const notificationPreferences = z.object({
  /** Switches a channel off for everything that is not locked. */
  channels: switches,
  categories: z.record(category, switches),
  /** When neither mail nor SMS comes, by the clock of the time zone; held back until the end. */
  quietHours: z.object({ from: wallClock, until: wallClock }).nullable(),
  timeZone,
  locale,
});
export type NotificationPreferences = z.output<typeof notificationPreferences>;

const usual = { in_app: true, email: true, sms: false };

/** Of whoever has chosen nothing yet. */
export const defaultPreferences: NotificationPreferences = {
  channels: usual,
  categories: { security: usual, account: usual, payments: usual, messages: usual },
  quietHours: null,
  timeZone: 'UTC',
  locale: defaultLocale,
};

/** Whether somebody is told of a category by a channel. */
export const wantsChannel = (
  { channels, categories }: Pick<NotificationPreferences, 'channels' | 'categories'>,
  about: Category,
  by: Channel,
): boolean => isLocked(about, by) || (channels[by] && categories[about][by]);

/** Of a link in a mail: whose it is and what it ends, signed. */
const unsubscribeToken = z.string().min(16).max(500);

export const preferenceRoutes = {
  get: route({
    name: 'preferences.get',
    method: 'GET',
    path: '/notification-preferences',
    summary: 'By which channels I am told of what',
    access: 'signed_in',
    rateLimit: 'api',
    status: 200,
    response: notificationPreferences,
    errors: [],
  }),
  replace: route({
    name: 'preferences.replace',
    method: 'PUT',
    path: '/notification-preferences',
    summary: 'Choose by which channels I am told of what; locked ones stay on',
    access: 'signed_in',
    rateLimit: 'api',
    body: notificationPreferences,
    status: 200,
    response: notificationPreferences,
    errors: [],
  }),
  unsubscribePage: route({
    name: 'preferences.unsubscribePage',
    method: 'GET',
    path: '/notifications/unsubscribe',
    summary: 'Where the link of a mail leads: a page that asks; it changes nothing by itself',
    access: 'public',
    rateLimit: 'api',
    query: z.object({ token: unsubscribeToken }),
    status: 303,
    errors: [],
  }),
  unsubscribe: route({
    name: 'preferences.unsubscribe',
    method: 'POST',
    path: '/notifications/unsubscribe',
    summary: 'No more mails of the kind that a link came with (one click, RFC 8058)',
    access: 'public',
    rateLimit: 'api',
    query: z.object({ token: unsubscribeToken }),
    form: true,
    status: 200,
    response: z.object({ categories: z.array(category) }),
    errors: ['invalid_token'],
  }),
};
