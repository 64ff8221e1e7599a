import { z } from 'zod';
import { id, timestamp } from '../fields.js';
import { pageOf } from '../page.js';
import { route } from '../route.js';

/** A device that is not asked for the second factor. */
export const trustedDevice = z.object({
  id,
  device: z.string(),
  browser: z.string(),
  /** Where it was when it was trusted. */
  ipAddress: z.string(),
  createdAt: timestamp,
  lastUsedAt: timestamp.nullable(),
  expiresAt: timestamp,
});
export type TrustedDevice = z.output<typeof trustedDevice>;

export const trustedDeviceRoutes = {
  list: route({
    name: 'trustedDevices.list',
    method: 'GET',
    path: '/auth/trusted-devices',
    summary: 'Devices of mine that skip the second factor, latest first',
    access: 'signed_in',
    rateLimit: 'api',
    status: 200,
    response: pageOf(trustedDevice),
    errors: [],
  }),
  revoke: route({
    name: 'trustedDevices.revoke',
    method: 'DELETE',
    path: '/auth/trusted-devices/:id',
    summary: 'Trust one of my devices no longer',
    access: 'signed_in',
    rateLimit: 'api',
    params: z.object({ id }),
    status: 204,
    errors: ['not_found'],
  }),
  revokeAll: route({
    name: 'trustedDevices.revokeAll',
    method: 'DELETE',
    path: '/auth/trusted-devices',
    summary: 'Trust none of my devices any longer',
    access: 'signed_in',
    rateLimit: 'api',
    status: 204,
    errors: [],
  }),
};
