import { z } from 'zod';
import { email, password, secretToken } from '../../fields.js';
import { route } from '../../route.js';

export const emailChangeRoutes = {
  request: route({
    name: 'emailChanges.request',
    method: 'POST',
    path: '/auth/email/change',
    summary:
      'Ask for another e-mail address: it gets a mail to confirm, the present one a notice; the answer is the same whether or not it is in use',
    access: 'signed_in',
    rateLimit: 'login',
    body: z.object({
      /** Of whoever has one; others have just proved themselves otherwise. */
      password: password.optional(),
      newEmail: email,
    }),
    recentProof: true,
    status: 202,
    response: z.object({ status: z.literal('confirmation_sent') }),
    errors: [
      'invalid_credentials',
      'sign_in_delayed',
      'overloaded',
      'too_many_requests',
      'email_domain_not_allowed',
    ],
    idempotent: true,
  }),
  confirm: route({
    name: 'emailChanges.confirm',
    method: 'POST',
    path: '/auth/email/confirm',
    summary:
      'Confirm an address with the token from its mail; where it takes the place of the primary one, every other session ends',
    access: 'public',
    rateLimit: 'login',
    body: z.object({ token: secretToken }),
    status: 204,
    errors: ['invalid_token', 'too_many_addresses'],
  }),
};
