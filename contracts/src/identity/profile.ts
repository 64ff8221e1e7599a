import { z } from 'zod';
import { jobTitle, personName, timestamp, username } from '../fields.js';
import { route } from '../route.js';
import { heldPermission } from './application-permissions/application-permissions.js';
import { groupName } from './groups/groups.js';
import { attributeChange, attributeValues } from './profiles/attributes.js';
import { phoneNumber } from './sms-codes.js';
import { user } from './user.js';

/** Me: my account, and what the session may do. */
export const profile = user.extend({
  organizationName: z.string().nullable(),
  /** What the organization knows of me, by the keys of its attributes. */
  attributes: attributeValues,
  /** What programs of the organization keep of me, and let me see. */
  metadata: z.record(z.string(), z.unknown()),
  /** Whoever signs in with an account elsewhere may have none. */
  hasPassword: z.boolean(),
  /** My groups in the organization of the session, by name. */
  groups: z.array(groupName),
  permissions: z.array(heldPermission),
  enrolmentRequired: z.boolean(),
  /** Who acts for me in this session, and until when; null when it is myself. */
  impersonation: z.object({ by: z.string(), until: timestamp }).nullable(),
});
export type Profile = z.output<typeof profile>;

export const profileRoutes = {
  get: route({
    name: 'profile.get',
    method: 'GET',
    path: '/auth/profile',
    summary: 'My account',
    access: 'enrolling',
    rateLimit: 'api',
    status: 200,
    response: profile,
    errors: [],
  }),
  update: route({
    name: 'profile.update',
    method: 'PATCH',
    path: '/auth/profile',
    summary: 'Change my name, my username, or what else I say of myself',
    access: 'signed_in',
    rateLimit: 'api',
    body: z.object({
      firstName: personName.optional(),
      lastName: personName.optional(),
      username: username.nullable().optional(),
      jobTitle: jobTitle.nullable().optional(),
      phone: phoneNumber.nullable().optional(),
      /** Those that the organization lets its people change. */
      attributes: attributeChange.optional(),
    }),
    status: 200,
    response: profile,
    errors: ['username_taken', 'precondition_failed'],
  }),
};
