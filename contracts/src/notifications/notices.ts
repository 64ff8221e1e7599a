import { z } from 'zod';
import { id, timestamp } from '../fields.js';
import { pageOf, pageQuery } from '../page.js';
import { route } from '../route.js';
import { category, channel } from './categories.js';
import { deliveryState } from './deliveries.js';

/**
 * `scheduled`: it is to be told later; `waiting`: it is to be told, or tried again; `failed`: given
 * up after twelve tries; `cancelled`: taken back before anybody was told.
 */
export const noticeStates = ['scheduled', 'waiting', 'told', 'failed', 'cancelled'] as const;
export const noticeState = z.enum(noticeStates);
export type NoticeState = z.output<typeof noticeState>;

/** Something that some people are told: of an event, or because somebody sent it. */
export const notice = z.object({
  id,
  organizationId: id.nullable(),
  category,
  /** Null for plain words, which have a subject instead. */
  template: z.string().nullable(),
  subject: z.string().nullable(),
  /** Only by these; null for all that people want. */
  channels: z.array(channel).nullable(),
  /** How many people were meant when it was asked for; null where it is whoever may do something. */
  recipients: z.number().int().nullable(),
  state: noticeState,
  attempts: z.number().int(),
  /** Why the last try failed; null where none has. */
  error: z.string().nullable(),
  createdAt: timestamp,
  /** When it was asked to be sent; null for at once. */
  sendAt: timestamp.nullable(),
  /** When it is tried next; null when it is over. */
  nextAttemptAt: timestamp.nullable(),
});
export type Notice = z.output<typeof notice>;

/** With what came of it. */
const fullNotice = notice.extend({
  /** Deliveries by state. */
  deliveries: z.record(deliveryState, z.number().int()),
  /** People who are told by at least one channel. */
  reached: z.number().int(),
  /** People who are told by none. */
  unreached: z.number().int(),
});
export type FullNotice = z.output<typeof fullNotice>;

const byId = z.object({ id });

export const noticeRoutes = {
  list: route({
    name: 'notices.list',
    method: 'GET',
    path: '/notifications/notices',
    summary: 'What people of the organization are told, latest first',
    access: 'notification:read',
    rateLimit: 'api',
    query: pageQuery.extend({ state: noticeState.optional() }),
    status: 200,
    response: pageOf(notice),
    errors: [],
  }),
  get: route({
    name: 'notices.get',
    method: 'GET',
    path: '/notifications/notices/:id',
    summary: 'One notice, such as the `id` that sending answers with, and what came of it',
    access: 'notification:read',
    rateLimit: 'api',
    params: byId,
    status: 200,
    response: fullNotice,
    errors: ['not_found'],
  }),
  cancel: route({
    name: 'notices.cancel',
    method: 'POST',
    path: '/notifications/notices/:id/cancel',
    summary: 'Take back what is to be sent later',
    access: 'notification:send',
    rateLimit: 'api',
    params: byId,
    status: 200,
    response: fullNotice,
    errors: ['not_found', 'conflict'],
  }),
  retry: route({
    name: 'notices.retry',
    method: 'POST',
    path: '/notifications/notices/:id/retry',
    summary: 'Tell what was given up',
    access: 'notification:send',
    rateLimit: 'api',
    params: byId,
    status: 202,
    response: fullNotice,
    errors: ['not_found', 'conflict'],
    idempotent: true,
  }),
};
