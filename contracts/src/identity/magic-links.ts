import { z } from 'zod';
import { email, secretToken } from '../fields.js';
import { route } from '../route.js';
import { delivery, secondFactorRequired, signedIn } from './sign-in.js';

export const magicLinkRoutes = {
  request: route({
    name: 'magicLinks.request',
    method: 'POST',
    path: '/auth/magic-link',
    summary: 'Send a link to sign in with; the answer is always the same',
    access: 'public',
    rateLimit: 'login',
    body: z.object({ email }),
    status: 202,
    response: z.object({ status: z.literal('mail_sent_if_known') }),
    errors: ['magic_link_disabled'],
    idempotent: true,
  }),
  verify: route({
    name: 'magicLinks.verify',
    method: 'POST',
    path: '/auth/magic-link/verify',
    summary: 'Sign in with the token from the mail; a second factor is asked for where one is on',
    access: 'public',
    rateLimit: 'login',
    body: z.object({
      token: secretToken,
      /** Of a trusted device, which skips the second factor; browsers send it as a cookie. */
      deviceToken: secretToken.optional(),
      delivery,
    }),
    status: 200,
    response: z.union([signedIn, secondFactorRequired]),
    errors: ['invalid_token', 'sign_in_delayed', 'magic_link_disabled'],
  }),
};
