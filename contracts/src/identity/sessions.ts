import { z } from 'zod';
import { id, timestamp } from '../fields.js';
import { pageOf, pageQuery } from '../page.js';
import { route } from '../route.js';

/** Where an address is, such as "Berlin, Germany"; null where that is not known. */
export const place = z.string().nullable();

/** A signed-in device. */
export const session = z.object({
  id,
  device: z.string(),
  browser: z.string(),
  ipAddress: z.string(),
  place,
  createdAt: timestamp,
  lastSeenAt: timestamp,
  expiresAt: timestamp,
  current: z.boolean(),
  /** Somebody acts for the person in it. */
  impersonated: z.boolean(),
});
export type Session = z.output<typeof session>;

export const sessionRoutes = {
  list: route({
    name: 'sessions.list',
    method: 'GET',
    path: '/auth/sessions',
    summary: 'My live sessions, latest first',
    access: 'signed_in',
    rateLimit: 'api',
    query: pageQuery,
    status: 200,
    response: pageOf(session),
    errors: [],
  }),
  revoke: route({
    name: 'sessions.revoke',
    method: 'DELETE',
    path: '/auth/sessions/:id',
    summary: 'End one of my sessions',
    access: 'signed_in',
    rateLimit: 'api',
    params: z.object({ id }),
    status: 204,
    errors: ['not_found'],
  }),
  revokeOthers: route({
    name: 'sessions.revokeOthers',
    method: 'DELETE',
    path: '/auth/sessions',
    summary: 'End every session of mine but this one',
    access: 'enrolling',
    rateLimit: 'api',
    recentProof: true,
    status: 204,
    errors: [],
  }),
};
