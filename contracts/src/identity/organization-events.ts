import { z } from 'zod';
import { eventsFrom } from '../event.js';
import { id, timestamp } from '../fields.js';
import { platformRoles } from '../permissions.js';
import { type Intervention, interventions } from './people.js';

const event = eventsFrom('/identity');

/** Why a call with an API key was refused; an ended key is as unknown as one that never was. */
export const keyRefusals = ['unknown_key', 'address_not_allowed'] as const;
export type KeyRefusal = (typeof keyRefusals)[number];

const intervention = z.enum(Object.keys(interventions) as [Intervention, ...Intervention[]]);
const person = z.object({ userId: id });
/** Of an administrator's deed: whom it was done to. */
const target = z.object({ userId: id });
const invited = z.object({ invitationId: id, organizationId: id });
/** A built-in role's key, or a custom role's name. */
const roleTitle = z.string();
const customRole = z.object({ roleId: id, organizationId: id, name: z.string() });
const impersonated = target.extend({ impersonatorId: id, sessionId: id });

/** What happens to organizations, and to who may do what in them. */
export const organizationEvents = {
  organizationCreated: event(
    'organization.created',
    'An organization was created',
    z.object({ organizationId: id, name: z.string() }),
    // Before it, the organization has no endpoints.
    { withheld: true },
  ),
  organizationUpdated: event(
    'organization.updated',
    'An organization was changed',
    z.object({ organizationId: id, fields: z.array(z.string()) }),
  ),
  organizationClosed: event(
    'organization.closed',
    'An organization was closed: its sessions ended, its API keys stopped, its invitations are void',
    z.object({
      organizationId: id,
      /** Of the staff of the installation; an owner gives none. */
      reason: z.string().nullable(),
    }),
  ),
  organizationReopened: event(
    'organization.reopened',
    'An organization that was closed was opened again',
    z.object({ organizationId: id, reason: z.string() }),
  ),
  organizationErased: event(
    'organization.erased',
    'What a closed organization held was erased; listeners forget what they know of it',
    z.object({ organizationId: id }),
    // By it, the endpoints go.
    { withheld: true },
  ),
  memberLeft: event(
    'organization.member_left',
    'Somebody left an organization, or was removed from it',
    target.extend({ organizationId: id, role: roleTitle }),
  ),
  memberErased: event(
    'organization.member_erased',
    'The account of somebody who belonged to an organization was erased',
    target.extend({ organizationId: id }),
  ),
  ownershipTransferred: event(
    'organization.ownership_transferred',
    'A BOSS made somebody else the BOSS in their place',
    target.extend({ organizationId: id, previousOwnerId: id }),
  ),
  attributesDefined: event(
    'organization.attributes_changed',
    'What an organization wants to know of its people was changed',
    z.object({ organizationId: id, keys: z.array(z.string()) }),
  ),
  policiesChanged: event(
    'organization.policies_changed',
    'The policies of an organization were changed',
    z.object({ organizationId: id, fields: z.array(z.string()) }),
  ),
  invitationCreated: event(
    'invitation.created',
    'Somebody was invited by mail',
    invited.extend({ email: z.string(), role: roleTitle }),
  ),
  invitationResent: event(
    'invitation.resent',
    'The mail of an invitation was sent again',
    invited.extend({ email: z.string() }),
  ),
  invitationRevoked: event(
    'invitation.revoked',
    'An invitation was revoked',
    invited.extend({ email: z.string() }),
  ),
  invitationAccepted: event(
    'invitation.accepted',
    'Somebody accepted an invitation and joined the organization',
    invited.extend({
      userId: id,
      role: roleTitle,
      /** Absent from events before 1.1.0. */
      email: z.string().optional(),
      invitedBy: id.optional(),
    }),
    { version: '1.1.0' },
  ),
  roleChanged: event(
    'user.role_changed',
    'A role was changed',
    target.extend({ from: roleTitle.nullable(), to: roleTitle }),
  ),
  customRoleCreated: event(
    'role.created',
    'A custom role was made',
    customRole.extend({ permissions: z.array(z.string()) }),
  ),
  customRoleUpdated: event(
    'role.updated',
    'A custom role was changed',
    customRole.extend({ granted: z.array(z.string()), withdrawn: z.array(z.string()) }),
  ),
  customRoleDeleted: event(
    'role.deleted',
    'A custom role was deleted; whoever had it, or was invited to it, got its replacement',
    customRole.extend({
      /** Null where nobody had it; absent from events before 1.1.0. */
      replacement: roleTitle.nullable().optional(),
    }),
    { version: '1.1.0' },
  ),
  staffAppointed: event(
    'staff.appointed',
    'Somebody became a member of the staff of the installation, or another one',
    target.extend({ from: z.enum(platformRoles).nullable(), to: z.enum(platformRoles) }),
    { installation: true },
  ),
  staffDismissed: event(
    'staff.dismissed',
    'Somebody is no longer a member of the staff of the installation',
    target.extend({ from: z.enum(platformRoles) }),
    { installation: true },
  ),
  staffIntervened: event(
    'staff.intervened',
    'The staff of the installation did something to an account, for a reason; each organization of the person is told',
    target.extend({ deed: intervention, reason: z.string() }),
  ),
  serviceAccountCreated: event(
    'service_account.created',
    'A service account was made',
    target.extend({ name: z.string(), role: roleTitle }),
  ),
  apiKeyCreated: event(
    'api_key.created',
    'An API key was made',
    person.extend({ apiKeyId: id, name: z.string(), scopes: z.array(z.string()) }),
  ),
  apiKeyUpdated: event(
    'api_key.updated',
    'The name, the expiry, the limit or the addresses of an API key were changed',
    person.extend({
      apiKeyId: id,
      name: z.string(),
      fields: z.array(z.string()),
      /** It works for longer than before, or from somewhere else. */
      loosened: z.boolean().optional(),
    }),
    { version: '1.1.0' },
  ),
  apiKeyRotated: event(
    'api_key.rotated',
    'An API key got a new secret',
    person.extend({ apiKeyId: id, name: z.string() }),
  ),
  apiKeyRevoked: event(
    'api_key.revoked',
    'An API key was ended',
    person.extend({
      apiKeyId: id,
      name: z.string(),
      /** In whose name it was made or got its secret, says that somebody else was in their account. */
      cause: z.literal('account_reported').optional(),
    }),
  ),
  apiKeyReported: event(
    'api_key.reported',
    'An API key was found where it does not belong, and ended',
    person.extend({ apiKeyId: id, name: z.string() }),
  ),
  apiKeyExpiring: event(
    'api_key.expiring',
    'An API key ends within a week, as whoever answers for it was told',
    person.extend({
      apiKeyId: id,
      name: z.string(),
      expiresAt: timestamp,
      /** Of a service account, whose keys others look after. */
      isService: z.boolean(),
    }),
  ),
  apiKeyRefused: event(
    'api_key.refused',
    'Calls with an API key were refused: nobody has the key, it has ended, or not from that address',
    z.object({
      apiKeyId: id.nullable(),
      reason: z.enum(keyRefusals),
      /** How many in some seconds. */
      count: z.number().int(),
    }),
    { installation: true },
  ),
  impersonationStarted: event(
    'impersonation.started',
    'Somebody began to act for another person',
    impersonated.extend({ reason: z.string(), minutes: z.number().int() }),
  ),
  impersonationEnded: event(
    'impersonation.ended',
    'Somebody stopped acting for another person',
    impersonated,
  ),
};
