import { z } from 'zod';
import { secretToken, timestamp } from '../fields.js';
import { route } from '../route.js';

export const erasureRoutes = {
  request: route({
    name: 'erasure.request',
    method: 'POST',
    path: '/auth/account/erase',
    summary:
      'Erase my account after some days; every session ends, and a sign-in calls it off. Whoever has no password proves themselves by signing in anew',
    access: 'signed_in',
    rateLimit: 'login',
    recentProof: true,
    status: 202,
    response: z.object({ dueAt: timestamp }),
    errors: ['forbidden', 'last_owner', 'last_super_admin'],
  }),
  cancel: route({
    name: 'erasure.cancel',
    method: 'POST',
    path: '/auth/account/erase/cancel',
    summary: 'Call the erasure of an account off, with the token from the mail',
    access: 'public',
    rateLimit: 'login',
    body: z.object({ token: secretToken }),
    status: 204,
    errors: ['invalid_token'],
  }),
};
