import { z } from 'zod';
import { email, id, password, personName, secretToken, timestamp } from '../fields.js';
import { pageOf, pageQuery } from '../page.js';
import { roles } from '../permissions.js';
import { route } from '../route.js';
import { signInMethod } from './policies.js';
import { customRole, roleKey } from './roles.js';

const role = z.enum(roles);

/** An invitation that was neither accepted nor revoked, without its secret. */
export const invitation = z.object({
  id,
  email: z.string(),
  role,
  customRole: customRole.nullable(),
  /** Name of whoever invited. */
  invitedBy: z.string(),
  createdAt: timestamp,
  sentAt: timestamp,
  expiresAt: timestamp,
  expired: z.boolean(),
});
export type Invitation = z.output<typeof invitation>;

const byId = z.object({ id });

export const invitationRoutes = {
  list: route({
    name: 'invitations.list',
    method: 'GET',
    path: '/invitations',
    summary: 'Open invitations of the organization, latest first',
    access: 'user:read',
    rateLimit: 'api',
    query: pageQuery,
    status: 200,
    response: pageOf(invitation),
    errors: [],
  }),
  create: route({
    name: 'invitations.create',
    method: 'POST',
    path: '/invitations',
    summary: 'Invite somebody by mail to a role below my own; the link works once, for 7 days',
    access: 'user:create',
    rateLimit: 'api',
    recentProof: 'people',
    body: z.object({ email, role: roleKey }),
    status: 201,
    response: invitation,
    errors: [
      'forbidden',
      'not_found',
      'already_member',
      'already_invited',
      'email_domain_not_allowed',
    ],
    idempotent: true,
  }),
  resend: route({
    name: 'invitations.resend',
    method: 'POST',
    path: '/invitations/:id/resend',
    summary: 'Send the mail again with a new link, which voids the old one; once a minute',
    access: 'user:create',
    rateLimit: 'api',
    recentProof: 'people',
    params: byId,
    status: 200,
    response: invitation,
    errors: ['not_found', 'forbidden'],
  }),
  revoke: route({
    name: 'invitations.revoke',
    method: 'DELETE',
    path: '/invitations/:id',
    summary: 'Revoke an invitation; its link opens nothing any more',
    access: 'user:create',
    rateLimit: 'api',
    params: byId,
    status: 204,
    errors: ['not_found', 'forbidden'],
  }),
  inspect: route({
    name: 'invitations.inspect',
    method: 'POST',
    path: '/auth/invitations/inspect',
    summary: 'What the link of an invitation offers; this does not use it up',
    access: 'public',
    rateLimit: 'api',
    body: z.object({ token: secretToken }),
    status: 200,
    response: z.object({
      organization: z.string(),
      invitedBy: z.string(),
      email: z.string(),
      role,
      customRole: customRole.nullable(),
      /** The address has an account: sign in with it to accept. */
      hasAccount: z.boolean(),
      /** By which ways somebody new may begin: what the organization allows, as far as it is installed. */
      waysIn: z.array(signInMethod),
      expiresAt: timestamp,
    }),
    errors: ['invalid_token'],
  }),
  accept: route({
    name: 'invitations.accept',
    method: 'POST',
    path: '/auth/invitations/accept',
    summary: 'Accept an invitation to my own e-mail address',
    access: 'enrolling',
    rateLimit: 'api',
    body: z.object({ token: secretToken }),
    status: 200,
    response: z.object({ organizationId: id, organization: z.string(), role }),
    errors: ['invalid_token', 'forbidden', 'already_member', 'email_domain_not_allowed'],
  }),
  register: route({
    name: 'invitations.register',
    method: 'POST',
    path: '/auth/invitations/register',
    summary:
      'Accept an invitation as somebody new: makes the account, whose address the mail has proved',
    access: 'public',
    rateLimit: 'login',
    body: z.object({
      token: secretToken,
      firstName: personName,
      lastName: personName,
      /** Left out where `waysIn` has no password, but a link by mail. */
      password: password.optional(),
    }),
    status: 201,
    response: z.object({ userId: id, organizationId: id }),
    errors: [
      'invalid_token',
      'weak_password',
      'email_taken',
      'email_domain_not_allowed',
      'overloaded',
    ],
    idempotent: true,
  }),
};
