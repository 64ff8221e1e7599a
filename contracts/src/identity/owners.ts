import { z } from 'zod';
import { id, title } from '../fields.js';
import { route } from '../route.js';
import { user } from './user.js';

const member = z.object({ userId: id });

/** What only a BOSS does: decide who else is one. */
export const ownerRoutes = {
  add: route({
    name: 'owners.add',
    method: 'POST',
    path: '/organizations/current/owners',
    summary: 'Make a member a BOSS beside me',
    access: 'role:assign',
    rateLimit: 'api',
    recentProof: true,
    body: member,
    status: 200,
    response: user,
    errors: ['not_found', 'forbidden', 'conflict'],
  }),
  remove: route({
    name: 'owners.remove',
    method: 'DELETE',
    path: '/organizations/current/owners/:id',
    summary: 'Make a BOSS a MANAGER, oneself included; the last one stays',
    access: 'role:assign',
    rateLimit: 'api',
    recentProof: true,
    params: z.object({ id }),
    status: 200,
    response: user,
    errors: ['not_found', 'forbidden', 'last_owner'],
  }),
  close: route({
    name: 'owners.close',
    method: 'POST',
    path: '/organizations/current/close',
    summary:
      'Close the organization: its sessions end, its API keys stop, its invitations are void; the staff may open it again for 30 days',
    access: 'role:assign',
    rateLimit: 'api',
    recentProof: true,
    body: z.object({
      /** The name of the organization, so that it is closed by nobody in passing. */
      name: title,
    }),
    status: 204,
    errors: ['forbidden', 'not_found', 'conflict'],
  }),
  transfer: route({
    name: 'owners.transfer',
    method: 'POST',
    path: '/organizations/current/transfer',
    summary: 'Make a member the BOSS in my place; I become a MANAGER',
    access: 'role:assign',
    rateLimit: 'api',
    recentProof: true,
    body: member,
    status: 200,
    response: user,
    errors: ['not_found', 'forbidden', 'conflict'],
  }),
};
