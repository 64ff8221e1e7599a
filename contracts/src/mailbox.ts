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

/**
 * What became of a mail, as far as anybody has told. `sent`: the mail server took it; `deferred`: it
 * is tried again; `complained`: whoever got it called it spam; `cancelled`: it was no longer wanted.
 */
export const mailStates = [
  'queued',
  'deferred',
  'sent',
  'delivered',
  'bounced',
  'complained',
  'failed',
  'cancelled',
] as const;
export type MailState = (typeof mailStates)[number];

/** A mail as the staff sees it: never what it says, as it may hold codes and links. */
export const followedMail = z.object({
  id,
  /** Most of it hidden. */
  to: z.string(),
  subject: z.string(),
  state: z.enum(mailStates),
  /** Why, in the words of the mail server or the provider; null where it said nothing. */
  detail: z.string().nullable(),
  createdAt: timestamp,
  sentAt: timestamp.nullable(),
});
export type FollowedMail = z.output<typeof followedMail>;

export const mailboxRoutes = {
  list: route({
    name: 'mailbox.list',
    method: 'GET',
    path: '/dev/mailbox',
    summary:
      'Caught messages, newest first; never in production mode, and to other machines only where it is opened',
    access: 'public',
    rateLimit: 'none',
    query: pageQuery.extend({ to: z.string().trim().max(255).optional() }),
    status: 200,
    response: pageOf(mailboxMessage),
    errors: ['forbidden', 'not_found'],
  }),
};
