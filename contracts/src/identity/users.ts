import { z } from 'zod';
import { email, id, jobTitle, personName, timestamp, username } from '../fields.js';
import { pageOf, pageQuery } from '../page.js';
import { route } from '../route.js';
import { attributeChange } from './profiles/attributes.js';
import { roleKey } from './roles.js';
import { phoneNumber } from './sms-codes.js';
import { member, user } from './user.js';

const byId = z.object({ id });
const aboveYou = ['not_found', 'forbidden'] as const;

export const peopleSorts = ['createdAt', '-createdAt', 'name', '-name'] as const;
export type PeopleSort = (typeof peopleSorts)[number];

/** Which people of the organization are meant. */
export const peopleFilter = {
  /** Part of a name, username or e-mail address, primary or not. */
  search: z.string().trim().max(100).optional(),
  /** One role or several, separated by commas. */
  role: z
    .string()
    .max(500)
    .transform((list) => list.split(','))
    .pipe(z.array(roleKey).max(10))
    .optional(),
  /** One group or several, separated by commas. */
  group: z
    .string()
    .max(500)
    .transform((list) => list.split(','))
    .pipe(z.array(id).max(10))
    .optional(),
  isActive: z.enum(['true', 'false']).optional(),
  /** Whether a second factor is on. */
  twoFactorEnabled: z.enum(['true', 'false']).optional(),
  /** Not seen since then, and there before. Ended sessions are kept for a time, and known no longer. */
  'lastSeenAt[lt]': timestamp.optional(),
  /** An attribute and its value, such as `team:Sales`. */
  attribute: z
    .string()
    .max(600)
    .regex(/^[^:]+:/, 'must be such as team:Sales')
    .optional(),
  'createdAt[gte]': timestamp.optional(),
  'createdAt[lt]': timestamp.optional(),
};

export const userRoutes = {
  list: route({
    name: 'users.list',
    method: 'GET',
    path: '/users',
    summary: 'People of the organization, those added last first',
    access: 'user:read',
    rateLimit: 'api',
    query: pageQuery.extend({
      ...peopleFilter,
      /** What the list is sorted by; with a minus the other way round. Names: the last name first. */
      sort: z.enum(peopleSorts).default('-createdAt'),
    }),
    status: 200,
    response: pageOf(member),
    errors: [],
  }),
  create: route({
    name: 'users.create',
    method: 'POST',
    path: '/users',
    summary: 'Add a person of a lower role, who gets a mail to choose a password',
    access: 'user:create',
    rateLimit: 'api',
    recentProof: 'people',
    body: z.object({ email, firstName: personName, lastName: personName, role: roleKey }),
    status: 201,
    response: user,
    errors: ['email_taken', 'forbidden', 'not_found', 'email_domain_not_allowed'],
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
    response: member,
    errors: ['not_found'],
  }),
  update: route({
    name: 'users.update',
    method: 'PATCH',
    path: '/users/:id',
    summary: "Change a person's name, username, job title, number or attributes",
    access: 'user:update',
    rateLimit: 'api',
    params: byId,
    body: z.object({
      firstName: personName.optional(),
      lastName: personName.optional(),
      username: username.nullable().optional(),
      jobTitle: jobTitle.nullable().optional(),
      phone: phoneNumber.nullable().optional(),
      attributes: attributeChange.optional(),
    }),
    status: 200,
    response: member,
    errors: [...aboveYou, 'username_taken', 'precondition_failed'],
  }),
  remove: route({
    name: 'users.remove',
    method: 'DELETE',
    path: '/users/:id',
    summary: 'Delete a person; all their sessions end',
    access: 'user:delete',
    rateLimit: 'api',
    recentProof: 'people',
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
    recentProof: 'people',
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
    recentProof: 'people',
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
    recentProof: 'people',
    params: byId,
    body: z.object({ role: roleKey }),
    status: 200,
    response: user,
    errors: [...aboveYou, 'last_owner'],
  }),
};
