import { z } from 'zod';
import { id, timestamp, title } from '../fields.js';
import { pageOf } from '../page.js';
import { route } from '../route.js';

/** An authenticator app of mine. */
export const totpAuthenticator = z.object({
  id,
  name: z.string(),
  createdAt: timestamp,
  lastUsedAt: timestamp.nullable(),
});
export type TotpAuthenticator = z.output<typeof totpAuthenticator>;

const byId = z.object({ id });

export const totpRoutes = {
  list: route({
    name: 'totp.list',
    method: 'GET',
    path: '/auth/2fa/totp',
    summary: 'My authenticator apps, latest first',
    access: 'enrolling',
    rateLimit: 'api',
    status: 200,
    response: pageOf(totpAuthenticator),
    errors: [],
  }),
  rename: route({
    name: 'totp.rename',
    method: 'PATCH',
    path: '/auth/2fa/totp/:id',
    summary: 'Give an authenticator app of mine another name',
    access: 'signed_in',
    rateLimit: 'api',
    params: byId,
    body: z.object({ name: title }),
    status: 200,
    response: totpAuthenticator,
    errors: ['not_found'],
  }),
  remove: route({
    name: 'totp.remove',
    method: 'DELETE',
    path: '/auth/2fa/totp/:id',
    summary: 'Remove an authenticator app of mine; every other session ends',
    access: 'signed_in',
    rateLimit: 'api',
    params: byId,
    recentProof: true,
    status: 204,
    errors: ['not_found', 'last_factor'],
  }),
};
