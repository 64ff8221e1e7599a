import { z } from 'zod';
import { id, timestamp, title } from '../fields.js';
import { pageOf, pageQuery } from '../page.js';
import { route } from '../route.js';

/** Somebody whose account is closed, and what is to become of what is known about them. */
export const inactiveAccount = z.object({
  id,
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  status: z.enum(['deactivated', 'deleted']),
  /** Null unless they are to be erased. */
  erasure: z
    .object({
      dueAt: timestamp,
      /** Of whoever ordered it; null where they asked for it themselves. */
      reason: z.string().nullable(),
    })
    .nullable(),
});
export type InactiveAccount = z.output<typeof inactiveAccount>;

const byId = z.object({ id });

/** What the staff of the installation does with accounts that are deactivated or deleted. */
export const erasureOrderRoutes = {
  listAccounts: route({
    name: 'erasureOrders.listAccounts',
    method: 'GET',
    path: '/admin/inactive-accounts',
    summary: 'Accounts that are deactivated or deleted and not erased, latest first',
    access: 'user:erase_any',
    rateLimit: 'api',
    query: pageQuery.extend({
      /** Part of a name or e-mail address. */
      search: z.string().trim().max(100).optional(),
    }),
    status: 200,
    response: pageOf(inactiveAccount),
    errors: [],
  }),
  order: route({
    name: 'erasureOrders.order',
    method: 'POST',
    path: '/admin/inactive-accounts/:id/erasure',
    summary:
      'Erase somebody whose account is deactivated or deleted, after some days and for a reason; they are told by mail',
    access: 'user:erase_any',
    rateLimit: 'api',
    params: byId,
    body: z.object({ reason: title }),
    status: 202,
    response: z.object({ dueAt: timestamp }),
    errors: ['not_found', 'forbidden', 'conflict', 'last_owner', 'last_super_admin'],
    recentProof: true,
    idempotent: true,
  }),
  callOff: route({
    name: 'erasureOrders.callOff',
    method: 'DELETE',
    path: '/admin/inactive-accounts/:id/erasure',
    summary: 'Call off an erasure that was ordered; not one that somebody asked for themselves',
    access: 'user:erase_any',
    rateLimit: 'api',
    params: byId,
    status: 204,
    errors: ['not_found', 'forbidden'],
  }),
};
