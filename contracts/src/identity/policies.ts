import { z } from 'zod';
import { route } from '../route.js';

const emailDomain = z
  .string()
  .trim()
  .max(253)
  .transform((value) => value.normalize('NFKC').toLowerCase())
  .pipe(
    z
      .string()
      .regex(
        /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u,
        'must be a domain such as example.com',
      ),
  );

/** What an organization demands of its members: one document of settings. */
export const organizationPolicies = z.object({
  /** Domains whose addresses may be added or invited, without their subdomains; empty for any. */
  allowedEmailDomains: z.array(emailDomain).max(100).default([]),
});
export type OrganizationPolicies = z.output<typeof organizationPolicies>;

export const policyRoutes = {
  get: route({
    name: 'policies.get',
    method: 'GET',
    path: '/organizations/current/policies',
    summary: 'What the organization demands of its members',
    access: 'user:read',
    rateLimit: 'api',
    status: 200,
    response: organizationPolicies,
    errors: [],
  }),
  replace: route({
    name: 'policies.replace',
    method: 'PUT',
    path: '/organizations/current/policies',
    summary: 'Replace the policies; what is left out gets its default',
    access: 'organization:update',
    rateLimit: 'api',
    body: organizationPolicies,
    status: 200,
    response: organizationPolicies,
    errors: ['precondition_failed'],
  }),
};
