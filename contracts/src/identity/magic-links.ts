import { z } from 'zod';
import { email, secretToken } from '../fields.js';
import { route } from '../route.js';
import { delivery, secondFactorRequired, signedIn } from './sign-in.js';

/** Eight digits, which people may type in groups. */
const mailedCode = z
  .string()
  .transform((typed) => typed.replaceAll(/[\s-]/g, ''))
  .pipe(z.string().regex(/^\d{8}$/, 'must be the eight digits from the mail'));

const onDevice = {
  /** Of a trusted device, which skips the second factor; browsers send it as a cookie. */
  deviceToken: secretToken.optional(),
  delivery,
};

export const magicLinkRoutes = {
  request: route({
    name: 'magicLinks.request',
    method: 'POST',
    path: '/auth/magic-link',
    summary: 'Send a link and a code to sign in with; the answer is always the same',
    access: 'public',
    rateLimit: 'login',
    body: z.object({ email }),
    status: 202,
    response: z.object({
      status: z.literal('mail_sent_if_known'),
      /** Goes with the code of that mail; whoever has only one of them gets nowhere. */
      ticket: secretToken,
    }),
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
    body: z.object({ token: secretToken, ...onDevice }),
    status: 200,
    response: z.union([signedIn, secondFactorRequired]),
    errors: ['invalid_token', 'sign_in_delayed', 'magic_link_disabled'],
  }),
  enterCode: route({
    name: 'magicLinks.enterCode',
    method: 'POST',
    path: '/auth/magic-link/code',
    summary:
      'Sign in with the code from the mail, where it was asked for; five tries, for five minutes',
    access: 'public',
    rateLimit: 'login',
    body: z.object({ ticket: secretToken, code: mailedCode, ...onDevice }),
    status: 200,
    response: z.union([signedIn, secondFactorRequired]),
    errors: ['invalid_code', 'sign_in_delayed', 'magic_link_disabled'],
  }),
};
