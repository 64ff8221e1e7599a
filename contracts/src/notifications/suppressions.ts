import { z } from 'zod';
import { description, id, timestamp } from '../fields.js';
import { pageOf, pageQuery } from '../page.js';
import { route } from '../route.js';
import { channel } from './categories.js';

/** An address that no notification is sent to any more: one came back, or was called spam. */
export const suppression = z.object({
  id,
  channel,
  /** Most of it hidden from whoever may not see the people of the organization. */
  address: z.string(),
  /** Whom the last notification there was for; null where there is none. */
  userId: id.nullable(),
  userName: z.string().nullable(),
  since: timestamp,
  /** Why, in the provider's words. */
  detail: z.string(),
});
export type Suppression = z.output<typeof suppression>;

const rateLimit = 'api';

export const suppressionRoutes = {
  list: route({
    name: 'suppressions.list',
    method: 'GET',
    path: '/notifications/suppressions',
    summary:
      'Addresses of people of the organization that nothing is sent to any more, latest first',
    access: 'notification:read',
    rateLimit,
    query: pageQuery.extend({ channel: channel.optional() }),
    status: 200,
    response: pageOf(suppression),
    errors: [],
  }),
  lift: route({
    name: 'suppressions.lift',
    method: 'POST',
    path: '/notifications/suppressions/:id/lift',
    summary: 'Send to an address again, for a reason',
    access: 'notification:send',
    rateLimit,
    params: z.object({ id }),
    body: z.object({ reason: description.min(1) }),
    status: 204,
    errors: ['not_found'],
  }),
};
