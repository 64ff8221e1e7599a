import { z } from 'zod';
import { id, timestamp, title } from '../fields.js';
import { locale } from '../language/locale.js';
import { pageOf, pageQuery } from '../page.js';
import { roles } from '../permissions.js';
import { route } from '../route.js';
import { customRole } from './roles.js';
import { delivery, signedIn } from './sign-in.js';

/** An organization as a member sees it. */
export const organization = z.object({
  id,
  name: z.string(),
  /** Language that its people are written to in, where they have chosen none. */
  locale: locale.nullable(),
  /** What I am in it. */
  role: z.enum(roles),
  customRole: customRole.nullable(),
  /** The present session acts in it. */
  current: z.boolean(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type Organization = z.output<typeof organization>;

const count = z.number().int().nonnegative();

/** How an organization stands, in numbers. */
export const organizationSummary = z.object({
  /** Who can sign in. */
  active: count,
  /** Added, but has not chosen a password yet. */
  invited: count,
  deactivated: count,
  /** Of those who can sign in, how many have a second factor on. */
  withSecondFactor: count,
  /** Signed-in devices of all of them. */
  sessions: count,
});
export type OrganizationSummary = z.output<typeof organizationSummary>;

export const organizationRoutes = {
  list: route({
    name: 'organizations.list',
    method: 'GET',
    path: '/organizations',
    summary: 'Organizations that I belong to, with my role, latest first',
    access: 'enrolling',
    rateLimit: 'api',
    query: pageQuery,
    status: 200,
    response: pageOf(organization),
    errors: [],
  }),
  create: route({
    name: 'organizations.create',
    method: 'POST',
    path: '/organizations',
    summary: 'Create an organization and become its BOSS; the session stays where it is',
    access: 'signed_in',
    rateLimit: 'api',
    body: z.object({ name: title }),
    status: 201,
    response: organization,
    errors: ['conflict'],
    idempotent: true,
  }),
  current: route({
    name: 'organizations.current',
    method: 'GET',
    path: '/organizations/current',
    summary: 'The organization that the session acts in',
    access: 'signed_in',
    rateLimit: 'api',
    status: 200,
    response: organization,
    errors: ['forbidden'],
  }),
  update: route({
    name: 'organizations.update',
    method: 'PATCH',
    path: '/organizations/current',
    summary: 'Change the name or the language of the organization',
    access: 'organization:update',
    rateLimit: 'api',
    body: z.object({ name: title, locale: locale.nullable() }).partial(),
    status: 200,
    response: organization,
    errors: ['precondition_failed'],
  }),
  summary: route({
    name: 'organizations.summary',
    method: 'GET',
    path: '/organizations/current/summary',
    summary: 'How many people, second factors and live sessions the organization has',
    access: 'user:read',
    rateLimit: 'api',
    status: 200,
    response: organizationSummary,
    errors: [],
  }),
  switch: route({
    name: 'organizations.switch',
    method: 'POST',
    path: '/organizations/:id/switch',
    summary:
      'Act in another of my organizations: the session goes on under a new id and new tokens',
    access: 'enrolling',
    rateLimit: 'api',
    params: z.object({ id }),
    body: z.object({ delivery }).default({ delivery: 'body' }),
    status: 200,
    response: signedIn,
    errors: ['sign_in_method_not_allowed', 'not_found'],
  }),
  leave: route({
    name: 'organizations.leave',
    method: 'DELETE',
    path: '/organizations/current/membership',
    summary:
      'Leave the organization, unless it has nobody else; my sessions and API keys in it end',
    access: 'enrolling',
    rateLimit: 'api',
    status: 204,
    errors: ['not_found', 'last_owner'],
  }),
};
