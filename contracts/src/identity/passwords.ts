import { z } from 'zod';
import { email, password, secretToken } from '../fields.js';
import { route } from '../route.js';

export const passwordRoutes = {
  change: route({
    name: 'passwords.change',
    method: 'POST',
    path: '/auth/password/change',
    summary: 'Change my password; every other session ends',
    access: 'signed_in',
    rateLimit: 'login',
    body: z.object({ currentPassword: password, newPassword: password }),
    recentProof: true,
    status: 204,
    errors: ['invalid_credentials', 'weak_password', 'sign_in_delayed', 'overloaded'],
  }),
  forgot: route({
    name: 'passwords.forgot',
    method: 'POST',
    path: '/auth/password/forgot',
    summary: 'Send a mail to choose a new password; the answer is always the same',
    access: 'public',
    rateLimit: 'login',
    challenge: true,
    body: z.object({ email }),
    status: 202,
    response: z.object({ status: z.literal('mail_sent_if_known') }),
    errors: [],
    idempotent: true,
  }),
  reset: route({
    name: 'passwords.reset',
    method: 'POST',
    path: '/auth/password/reset',
    summary: 'Choose a new password with the token from the mail; every session ends',
    access: 'public',
    rateLimit: 'login',
    body: z.object({ token: secretToken, newPassword: password }),
    status: 204,
    errors: ['invalid_token', 'weak_password', 'overloaded'],
  }),
};
