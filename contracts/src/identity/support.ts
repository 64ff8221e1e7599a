import { z } from 'zod';
import { id, timestamp, title } from '../fields.js';
import { pageOf, pageQuery } from '../page.js';
import { route } from '../route.js';
import { impersonation, impersonationWish } from './impersonation.js';
import { organizationPolicies } from './policies.js';
import { user } from './user.js';

/** An organization as the staff of the installation sees it. */
export const supportedOrganization = z.object({
  id,
  name: z.string(),
  /** How many people belong to it. */
  members: z.number().int().nonnegative(),
  createdAt: timestamp,
  /** Null while it is open. */
  closedAt: timestamp.nullable(),
  /** When what it holds is erased, or was; null while it is open. */
  erasedAt: timestamp.nullable(),
  /** What it held is gone; nobody can open it again. */
  erased: z.boolean(),
});
export type SupportedOrganization = z.output<typeof supportedOrganization>;

const byId = z.object({ id });
const why = z.object({ reason: title });
const search = z.string().trim().max(100).optional();

/** What the staff of the installation does in any organization. */
export const supportRoutes = {
  listOrganizations: route({
    name: 'support.listOrganizations',
    method: 'GET',
    path: '/admin/organizations',
    summary: 'Every organization, latest first',
    access: 'organization:read_all',
    rateLimit: 'api',
    query: pageQuery.extend({
      /** Part of a name. */
      search,
    }),
    status: 200,
    response: pageOf(supportedOrganization),
    errors: [],
  }),
  getOrganization: route({
    name: 'support.getOrganization',
    method: 'GET',
    path: '/admin/organizations/:id',
    summary: 'One organization',
    access: 'organization:read_all',
    rateLimit: 'api',
    params: byId,
    status: 200,
    response: supportedOrganization,
    errors: ['not_found'],
  }),
  closeOrganization: route({
    name: 'support.closeOrganization',
    method: 'POST',
    path: '/admin/organizations/:id/close',
    summary: 'Close an organization for a reason: nobody acts in it any more',
    access: 'organization:close_any',
    rateLimit: 'api',
    params: byId,
    body: why,
    status: 204,
    errors: ['not_found', 'forbidden', 'conflict'],
    recentProof: true,
  }),
  reopenOrganization: route({
    name: 'support.reopenOrganization',
    method: 'POST',
    path: '/admin/organizations/:id/reopen',
    summary: 'Open an organization again that was closed in the last 30 days',
    access: 'organization:close_any',
    rateLimit: 'api',
    params: byId,
    body: why,
    status: 204,
    errors: ['not_found', 'forbidden', 'conflict'],
    recentProof: true,
  }),
  listPeople: route({
    name: 'support.listPeople',
    method: 'GET',
    path: '/admin/organizations/:id/users',
    summary: 'People of an organization, latest first',
    access: 'organization:read_all',
    rateLimit: 'api',
    params: byId,
    query: pageQuery.extend({
      /** Part of a name, username or e-mail address. */
      search,
    }),
    status: 200,
    response: pageOf(user),
    errors: ['not_found'],
  }),
  getPolicies: route({
    name: 'support.getPolicies',
    method: 'GET',
    path: '/admin/organizations/:id/policies',
    summary: 'What an organization demands of its members',
    access: 'organization:read_all',
    rateLimit: 'api',
    params: byId,
    status: 200,
    response: organizationPolicies,
    errors: ['not_found'],
  }),
  impersonate: route({
    name: 'support.impersonate',
    method: 'POST',
    path: '/admin/organizations/:id/users/:userId/impersonate',
    summary: 'Act for a person of any organization, for a while and for a reason; never for staff',
    access: 'user:impersonate_any',
    rateLimit: 'api',
    params: byId.extend({ userId: id }),
    body: impersonationWish,
    status: 201,
    response: impersonation,
    errors: ['not_found', 'forbidden', 'conflict'],
    recentProof: true,
  }),
};
