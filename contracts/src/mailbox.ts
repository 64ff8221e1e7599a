import { z } from 'zod';
import { id, timestamp } from './fields.js';
import { pageOf, pageQuery } from './page.js';
import { route } from './route.js';

/** A message that was caught instead of sent. */
export const mailboxMessage = z.object({
  id,
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().nullable(),
  links: z.array(z.string()),
  sentAt: timestamp,
});

export const mailboxRoutes = {
  list: route({
    name: 'mailbox.list',
    method: 'GET',
    path: '/dev/mailbox',
    summary: 'Caught messages, newest first; never in production mode',
    access: 'public',
    rateLimit: 'none',
    query: pageQuery.extend({ to: z.string().trim().max(255).optional() }),
    status: 200,
    response: pageOf(mailboxMessage),
    errors: ['not_found'],
  }),
};
