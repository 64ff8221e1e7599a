import { z } from 'zod';
import { secretToken } from '../fields.js';
import { route } from '../route.js';

export const recoveryRoutes = {
  reportNotMe: route({
    name: 'recovery.reportNotMe',
    method: 'POST',
    path: '/auth/not-me',
    summary:
      '"This wasn\'t me": ends every session, takes the password away and mails a link to choose a new one',
    access: 'public',
    rateLimit: 'login',
    body: z.object({ token: secretToken }),
    status: 204,
    errors: ['invalid_token'],
  }),
};
