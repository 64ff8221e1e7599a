import { z } from 'zod';
import { secretToken } from '../fields.js';
import { zipType } from '../media-types.js';
import { route } from '../route.js';

export const accountExportRoutes = {
  request: route({
    name: 'accountExport.request',
    method: 'POST',
    path: '/auth/account/export',
    summary: 'Gather everything that is known about me; a mail brings a link to it, good for a day',
    access: 'signed_in',
    rateLimit: 'login',
    recentProof: true,
    status: 202,
    response: z.object({ status: z.literal('mail_follows') }),
    errors: [],
    idempotent: true,
  }),
  download: route({
    name: 'accountExport.download',
    method: 'GET',
    path: '/auth/account/export',
    summary:
      'What is known about a person, by the token from the mail: account.json and account.html',
    access: 'public',
    rateLimit: 'login',
    query: z.object({ token: secretToken }),
    download: [zipType],
    status: 200,
    errors: ['invalid_token'],
  }),
};
