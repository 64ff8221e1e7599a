import { z } from 'zod';
import { id, timestamp } from '../fields.js';
import { pageOf, pageQuery } from '../page.js';
import { route } from '../route.js';
import { category, channel } from './categories.js';
import { recipients } from './recipients.js';
import { templateName } from './templates.js';

/**
 * What became of a delivery. `sent`: the provider took it; `delivered`: it arrived, as far as
 * anybody tells; `bounced`: there is no such address; `suppressed`: not sent, because an earlier
 * one bounced; `cancelled`: not sent, because it was no longer wanted or to be sent there; `skipped`:
 * never on its way, because nobody is reached by that channel.
 */
export const deliveryStates = [
  'queued',
  'sent',
  'delivered',
  'bounced',
  'failed',
  'suppressed',
  'cancelled',
  'skipped',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];
export const deliveryState = z.enum(deliveryStates);

/**
 * Why somebody is not reached by a channel: they switched it off, have no confirmed number, the
 * installation sends no SMS, or the account is not active.
 */
export const skipReasons = ['not_wanted', 'no_address', 'no_provider', 'inactive'] as const;
export const skipReason = z.enum(skipReasons);
export type SkipReason = z.output<typeof skipReason>;

/** A notification on its way to one person by one channel. */
export const notificationDelivery = z.object({
  id,
  /** Null for a test of a template. */
  noticeId: id.nullable(),
  userId: id,
  userName: z.string().nullable(),
  organizationId: id.nullable(),
  category,
  channel,
  template: z.string().nullable(),
  templateVersion: z.number().int().nullable(),
  /** Most of it hidden; null in the inbox. */
  address: z.string().nullable(),
  subject: z.string(),
  state: deliveryState,
  /** Why it was skipped; null where it was not. */
  skippedFor: skipReason.nullable(),
  /** Nothing is sent to its address any more, because a message bounced. */
  addressSuppressed: z.boolean(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type NotificationDelivery = z.output<typeof notificationDelivery>;

export const deliveryStep = z.object({
  id,
  state: z.string(),
  /** What happened, in the provider's words where it said something. */
  detail: z.string(),
  happenedAt: timestamp,
});
export type DeliveryStep = z.output<typeof deliveryStep>;

const tally = z.record(deliveryState, z.number().int());
export const notificationStats = z.object({
  since: timestamp,
  total: z.number().int(),
  states: tally,
  channels: z.record(channel, tally),
});
export type NotificationStats = z.output<typeof notificationStats>;

const page = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])[\x21-\x7e]*$/, 'must be a page of the console, such as /security');

/** What is told: a template filled in, or plain words. */
export const notificationContent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('template'),
    template: templateName,
    variables: z.record(z.string().max(40), z.string().max(2_000)).default({}),
  }),
  z.object({
    kind: z.literal('text'),
    subject: z.string().trim().min(1).max(200),
    text: z.string().trim().min(1).max(5_000),
  }),
]);

/** Most deliveries that one request sends again. */
export const mostResent = 2_000;

const byId = z.object({ id });

export const deliveryRoutes = {
  send: route({
    name: 'notificationDeliveries.send',
    method: 'POST',
    path: '/notifications/send',
    summary: 'Notify people of the organization, by the channels that they want',
    access: 'notification:send',
    rateLimit: 'api',
    body: recipients.safeExtend({
      content: notificationContent,
      /** Only by these; people are still told by none that they switched off. */
      channels: z.array(channel).min(1).max(3).optional(),
      link: page.optional(),
      /** Not before then: whoever is meant by roles, groups or everybody is found out then. */
      sendAt: timestamp.optional(),
    }),
    status: 202,
    /** `id` is of the notice, which tells what comes of it; `recipients` are as many as now. */
    response: z.object({ id, recipients: z.number().int() }),
    errors: ['unknown_recipient', 'unknown_template'],
    idempotent: true,
  }),
  count: route({
    name: 'notificationDeliveries.count',
    method: 'POST',
    path: '/notifications/recipients/count',
    summary: 'How many people sending would notify',
    access: 'notification:send',
    rateLimit: 'api',
    body: recipients,
    status: 200,
    response: z.object({ recipients: z.number().int() }),
    errors: ['unknown_recipient'],
  }),
  stats: route({
    name: 'notificationDeliveries.stats',
    method: 'GET',
    path: '/notifications/stats',
    summary: 'How many notifications of the organization became what, by channel',
    access: 'notification:read',
    rateLimit: 'api',
    /** The last 30 days, unless said otherwise. */
    query: z.object({ since: timestamp.optional() }),
    status: 200,
    response: notificationStats,
    errors: [],
  }),
  list: route({
    name: 'notificationDeliveries.list',
    method: 'GET',
    path: '/notification-deliveries',
    summary: 'What was sent to whom, latest first',
    access: 'notification:read',
    rateLimit: 'api',
    query: pageQuery.extend({
      state: deliveryState.optional(),
      channel: channel.optional(),
      category: category.optional(),
      userId: id.optional(),
      noticeId: id.optional(),
      'createdAt[gte]': timestamp.optional(),
      'createdAt[lt]': timestamp.optional(),
    }),
    status: 200,
    response: pageOf(notificationDelivery),
    errors: [],
  }),
  get: route({
    name: 'notificationDeliveries.get',
    method: 'GET',
    path: '/notification-deliveries/:id',
    summary: 'One delivery with what happened to it, earliest first',
    access: 'notification:read',
    rateLimit: 'api',
    params: byId,
    status: 200,
    response: notificationDelivery.extend({ steps: z.array(deliveryStep) }),
    errors: ['not_found'],
  }),
  resend: route({
    name: 'notificationDeliveries.resend',
    method: 'POST',
    path: '/notification-deliveries/:id/resend',
    summary: 'Send again what is over',
    access: 'notification:send',
    rateLimit: 'api',
    params: byId,
    status: 202,
    response: notificationDelivery,
    errors: ['not_found', 'conflict'],
    idempotent: true,
  }),
  resendFailed: route({
    name: 'notificationDeliveries.resendFailed',
    method: 'POST',
    path: '/notification-deliveries/resend-failed',
    summary:
      'Send again what was given up since a time, as of a mail server that was away, oldest first',
    access: 'notification:send',
    rateLimit: 'api',
    body: z.object({
      since: timestamp,
      /** Default: now. */
      until: timestamp.optional(),
      channel: channel.optional(),
    }),
    status: 202,
    /** `hasMore`: as many as one request takes were sent, and there are others. */
    response: z.object({ resent: z.number().int(), hasMore: z.boolean() }),
    errors: [],
    idempotent: true,
  }),
  lift: route({
    name: 'notificationDeliveries.lift',
    method: 'DELETE',
    path: '/notification-deliveries/:id/suppression',
    summary: 'Send to the address of a delivery again, though a message bounced there',
    access: 'notification:send',
    rateLimit: 'api',
    params: byId,
    status: 200,
    response: notificationDelivery,
    errors: ['not_found'],
  }),
};
