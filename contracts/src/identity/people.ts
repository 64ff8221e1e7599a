import { z } from 'zod';
import { email, id, timestamp, title } from '../fields.js';
import { followedMail } from '../mailbox.js';
import { pageOf, pageQuery } from '../page.js';
import { type PlatformPermission, roles } from '../permissions.js';
import { route } from '../route.js';
import { session } from './sessions.js';
import { signInMeans } from './sign-in-means.js';
import { user } from './user.js';
import { peopleSorts } from './users.js';

/** What the staff of the installation does to accounts, and the permission that each deed takes. */
export const interventions = {
  deactivate: 'user:deactivate_any',
  activate: 'user:deactivate_any',
  reset_password: 'password:reset_any',
  reset_factors: 'factor:reset_any',
  change_address: 'user:change_address_any',
  end_sessions: 'session:revoke_any',
  lift_delays: 'security:manage',
  remove_picture: 'user:deactivate_any',
  export_data: 'user:export_any',
} as const satisfies Record<string, PlatformPermission>;
export type Intervention = keyof typeof interventions;

/** Somebody who has an account, as the staff of the installation sees them. */
export const person = user
  .omit({ organizationId: true, role: true, customRole: true, isServiceAccount: true })
  .extend({
    /** The organization that they joined first comes first. */
    memberships: z.array(
      z.object({
        organizationId: id,
        organizationName: z.string(),
        role: z.enum(roles),
        /** Name of the custom role, whose rank `role` is then. */
        customRole: z.string().nullable(),
      }),
    ),
  });
export type Person = z.output<typeof person>;

const byId = z.object({ id });
const flag = z.enum(['true', 'false']).optional();
const deed = {
  method: 'POST',
  rateLimit: 'api',
  params: byId,
  body: z.object({
    /** Kept in the audit trail of the installation, and in those of the person's organizations. */
    reason: title,
  }),
  status: 204,
  recentProof: true,
} as const;
const notBelow = ['not_found', 'forbidden'] as const;

/** Accounts of people, whichever organization they belong to, and of those who belong to none. */
export const peopleRoutes = {
  list: route({
    name: 'people.list',
    method: 'GET',
    path: '/admin/users',
    summary: 'Everybody who has an account, those added last first',
    access: 'user:read_all',
    rateLimit: 'api',
    query: pageQuery.extend({
      /** Part of a name, username or e-mail address. */
      search: z.string().trim().max(100).optional(),
      isActive: flag,
      /** Whether the address was confirmed. */
      emailVerified: flag,
      /** Whether they belong to an organization. */
      hasOrganization: flag,
      'createdAt[gte]': timestamp.optional(),
      'createdAt[lt]': timestamp.optional(),
      /** What the list is sorted by; with a minus the other way round. Names: the last name first. */
      sort: z.enum(peopleSorts).default('-createdAt'),
    }),
    status: 200,
    response: pageOf(person),
    errors: [],
  }),
  get: route({
    name: 'people.get',
    method: 'GET',
    path: '/admin/users/:id',
    summary: 'One person, with every organization they belong to',
    access: 'user:read_all',
    rateLimit: 'api',
    params: byId,
    status: 200,
    response: person,
    errors: ['not_found'],
  }),
  listSessions: route({
    name: 'people.listSessions',
    method: 'GET',
    path: '/admin/users/:id/sessions',
    summary: 'Where a person is signed in, in every organization, latest first',
    access: 'user:read_all',
    rateLimit: 'api',
    params: byId,
    query: pageQuery,
    status: 200,
    response: pageOf(session),
    errors: ['not_found'],
  }),
  listMails: route({
    name: 'people.listMails',
    method: 'GET',
    path: '/admin/users/:id/mails',
    summary:
      'What became of the codes, links and security mails to a person, latest first; not what they say',
    access: 'user:read_all',
    rateLimit: 'api',
    params: byId,
    query: pageQuery,
    status: 200,
    response: pageOf(followedMail),
    errors: ['not_found'],
  }),
  getSignInMeans: route({
    name: 'people.getSignInMeans',
    method: 'GET',
    path: '/admin/users/:id/sign-in-means',
    summary: 'What a person gets in with, by name and date',
    access: 'user:read_all',
    rateLimit: 'api',
    params: byId,
    status: 200,
    response: signInMeans,
    errors: ['not_found'],
  }),
  deactivate: route({
    ...deed,
    name: 'people.deactivate',
    path: '/admin/users/:id/deactivate',
    summary: 'Close an account to everybody; its sessions end and its API keys stop',
    access: interventions.deactivate,
    errors: [...notBelow],
  }),
  activate: route({
    ...deed,
    name: 'people.activate',
    path: '/admin/users/:id/activate',
    summary: 'Open an account again that was deactivated',
    access: interventions.activate,
    errors: [...notBelow],
  }),
  resetPassword: route({
    ...deed,
    name: 'people.resetPassword',
    path: '/admin/users/:id/password/reset',
    summary:
      'Make a person choose a new password: the old one and connected accounts stop working, all sessions end, and a link is mailed',
    access: interventions.reset_password,
    errors: [...notBelow],
  }),
  resetFactors: route({
    ...deed,
    name: 'people.resetFactors',
    path: '/admin/users/:id/factors/reset',
    summary:
      'Take lost second factors away from a person; all sessions end, and both sides are told by mail',
    access: interventions.reset_factors,
    errors: [...notBelow, 'two_factor_not_enabled'],
  }),
  changeAddress: route({
    ...deed,
    name: 'people.changeAddress',
    path: '/admin/users/:id/email',
    summary:
      'Have a person who lost their mailbox get another address: it changes once the new one confirms, all sessions end then, and the old one is told and can undo it',
    access: interventions.change_address,
    body: deed.body.extend({ email }),
    errors: [...notBelow, 'conflict', 'email_domain_not_allowed'],
  }),
  endSessions: route({
    ...deed,
    name: 'people.endSessions',
    path: '/admin/users/:id/sessions/end',
    summary: 'Sign a person out everywhere',
    access: interventions.end_sessions,
    errors: [...notBelow],
  }),
  liftDelays: route({
    ...deed,
    name: 'people.liftDelays',
    path: '/admin/users/:id/sign-in-delays/lift',
    summary: 'Let a person try again at once whom failures make wait',
    access: interventions.lift_delays,
    errors: [...notBelow],
  }),
  removePicture: route({
    ...deed,
    name: 'people.removePicture',
    path: '/admin/users/:id/picture/remove',
    summary: 'Take the picture of a person away, who is told',
    access: interventions.remove_picture,
    errors: [...notBelow],
  }),
  exportData: route({
    ...deed,
    name: 'people.exportData',
    path: '/admin/users/:id/export',
    summary:
      'Gather everything that is known of a person who cannot sign in; a mail brings me a link to it, good for a day, and the person is told',
    access: interventions.export_data,
    errors: [...notBelow],
  }),
};
