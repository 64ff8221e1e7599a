import { z } from 'zod';
import { password, secretToken, timestamp } from '../fields.js';
import { route } from '../route.js';

export const erasureRoutes = {
  request: route({
    name: 'erasure.request',
    method: 'POST',
    path: '/auth/account/erase',
    summary: 'Erase my account after some days; every session ends, and a sign-in calls it off',
    access: 'signed_in',
    rateLimit: 'login',
    body: z.object({ password }),
    status: 202,
    response: z.object({ dueAt: timestamp }),
    errors: [
      'invalid_credentials',
      'sign_in_delayed',
      'last_owner',
      'last_super_admin',
      'overloaded',
    ],
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
