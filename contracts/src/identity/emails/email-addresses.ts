import { z } from 'zod';
import { email, id, timestamp } from '../../fields.js';
import { pageOf } from '../../page.js';
import { route } from '../../route.js';

/** Addresses that one account can have, the primary one included. */
export const mostAddresses = 10;

/** An address of mine. */
export const emailAddress = z.object({
  /** Null for the primary one, and for one that waits to be confirmed. */
  id: id.nullable(),
  email: z.string(),
  /** Mails about the account go to the primary one; any confirmed one signs in. */
  state: z.enum(['primary', 'confirmed', 'pending']),
  /** Since when it is confirmed; null before. */
  confirmedAt: timestamp.nullable(),
});
export type EmailAddress = z.output<typeof emailAddress>;

const byId = z.object({ id });
const change = { access: 'signed_in', rateLimit: 'api', recentProof: true, params: byId } as const;

export const emailAddressRoutes = {
  list: route({
    name: 'emailAddresses.list',
    method: 'GET',
    path: '/auth/emails',
    summary: 'My e-mail addresses, the primary one first',
    access: 'signed_in',
    rateLimit: 'api',
    status: 200,
    response: pageOf(emailAddress),
    errors: [],
  }),
  add: route({
    name: 'emailAddresses.add',
    method: 'POST',
    path: '/auth/emails',
    summary:
      'Add an address: it gets a mail and counts once that is answered (`POST /auth/email/confirm`); the answer is the same whether or not it is in use',
    access: 'signed_in',
    rateLimit: 'login',
    recentProof: true,
    body: z.object({ email }),
    status: 202,
    response: z.object({ status: z.literal('confirmation_sent') }),
    errors: ['too_many_requests', 'email_domain_not_allowed', 'too_many_addresses'],
    idempotent: true,
  }),
  makePrimary: route({
    ...change,
    name: 'emailAddresses.makePrimary',
    method: 'POST',
    path: '/auth/emails/:id/primary',
    summary:
      'Make a confirmed address the primary one; every other session ends, both are told, and for 7 days the former one can undo it',
    status: 204,
    errors: ['not_found', 'email_domain_not_allowed'],
  }),
  remove: route({
    ...change,
    name: 'emailAddresses.remove',
    method: 'DELETE',
    path: '/auth/emails/:id',
    summary: 'Remove an address that is not the primary one; both are told',
    status: 204,
    errors: ['not_found'],
  }),
};
