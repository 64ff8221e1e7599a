import { z } from 'zod';
import { email, id, personName } from '../fields.js';
import { pageOf, pageQuery } from '../page.js';
import { roles } from '../permissions.js';
import { route } from '../route.js';
import { user } from './user.js';

const byId = z.object({ id });
const role = z.enum(roles);
const aboveYou = ['not_found', 'forbidden'] as const;

export const userRoutes = {
  list: route({
    name: 'users.list',
    method: 'GET',
    path: '/users',
    summary: 'People of the organization, latest first',
    access: 'user:read',
    rateLimit: 'api',
    query: pageQuery.extend({
      /** Part of a name, username or e-mail address. */
      search: z.string().trim().max(100).optional(),
      role: role.optional(),
      isActive: z.enum(['true', 'false']).optional(),
    }),
    status: 200,
    response: pageOf(user),
    errors: [],
  }),
  create: route({
    name: 'users.create',
    method: 'POST',
    path: '/users',
    summary: 'Add a person of a lower role, who gets a mail to choose a password',
    access: 'user:create',
    rateLimit: 'api',
    body: z.object({ email, firstName: personName, lastName: personName, role }),
    status: 201,
    response: user,
    errors: ['email_taken', 'forbidden', 'email_domain_not_allowed'],
    idempotent: true,
  }),
  get: route({
    name: 'users.get',
    method: 'GET',
    path: '/users/:id',
    summary: 'One person of the organization',
    access: 'user:read',
    rateLimit: 'api',
    params: byId,
    status: 200,
    response: user,
    errors: ['not_found'],
  }),
  update: route({
    name: 'users.update',
    method: 'PATCH',
    path: '/users/:id',
    summary: "Change a person's name",
    access: 'user:update',
    rateLimit: 'api',
    params: byId,
    body: z.object({ firstName: personName.optional(), lastName: personName.optional() }),
    status: 200,
    response: user,
    errors: [...aboveYou, 'precondition_failed'],
  }),
  remove: route({
    name: 'users.remove',
    method: 'DELETE',
    path: '/users/:id',
    summary: 'Delete a person; all their sessions end',
    access: 'user:delete',
    rateLimit: 'api',
    params: byId,
    status: 204,
    errors: [...aboveYou, 'last_owner'],
  }),
  deactivate: route({
    name: 'users.deactivate',
    method: 'POST',
    path: '/users/:id/deactivate',
    summary: 'Deactivate a person; all their sessions end',
    access: 'user:deactivate',
    rateLimit: 'api',
    params: byId,
    status: 200,
    response: user,
    errors: [...aboveYou, 'last_owner'],
  }),
  activate: route({
    name: 'users.activate',
    method: 'POST',
    path: '/users/:id/activate',
    summary: 'Activate a person again',
    access: 'user:deactivate',
    rateLimit: 'api',
    params: byId,
    status: 200,
    response: user,
    errors: [...aboveYou],
  }),
  assignRole: route({
    name: 'users.assignRole',
    method: 'PUT',
    path: '/users/:id/role',
    summary: "Change a person's role, up to just below one's own",
    access: 'role:assign',
    rateLimit: 'api',
    params: byId,
    body: z.object({ role }),
    status: 200,
    response: user,
    errors: [...aboveYou, 'last_owner'],
  }),
};
