import type { z } from 'zod';
import type { EventContract } from './event.js';
import { eventLogEvents } from './event-log-events.js';
import { accountEvents } from './identity/account-events.js';
import { organizationEvents } from './identity/organization-events.js';
import { sessionEvents } from './identity/session-events.js';
import { z } from 'zod';
import { event, type EventContract } from './event.js';
import { eventLogEvents } from './event-log-events.js';
import { id } from './fields.js';
import { platformRoles } from './permissions.js';
import { securityEvents } from './security/events.js';
import { webhookEvents } from './webhook-events.js';

export type { EventContract } from './event.js';
export { erasedWordsPlace, signInFailures, type SignInFailure } from './identity/account-events.js';
export { keyRefusals, type KeyRefusal } from './identity/organization-events.js';
export { sessionEndReasons, type SessionEndReason } from './identity/session-events.js';
export { alertSeverities, type AlertSeverity } from './security/events.js';

/** Every event. Actor, organization, address and request id travel in the envelope. */
export const events = {
  ...organizationEvents,
  ...accountEvents,
  ...sessionEvents,
  ...webhookEvents,
  ...securityEvents,
  ...eventLogEvents,
/** One kind of event: what happened, in the past tense, with ids and facts and never a secret. */
export interface EventContract<T extends z.ZodObject = z.ZodObject> {
  /** `noun.happened` (C31). */
  readonly type: string;
  /** Semantic version of the payload (S3-105). */
  readonly version: string;
  readonly summary: string;
  readonly data: T;
}

const event = <const T extends z.ZodObject>(
  type: string,
  summary: string,
  data: T,
  version = '1.0.0',
): EventContract<T> => ({ type, version, summary, data });

/** Why a session ended. */
export const sessionEndReasons = [
  'signed_out',
  'signed_out_everywhere',
  'revoked',
  'password_changed',
  'password_reset',
  'account_deactivated',
  'account_deleted',
  'erasure_requested',
  'second_factor_changed',
  'refresh_token_reused',
  'organization_switched',
  'organization_left',
  'reported',
  'email_changed',
  'reset_forced',
  'stepped_up',
  'idle_too_long',
  'impersonation_ended',
] as const;
export type SessionEndReason = (typeof sessionEndReasons)[number];

/** Why a sign-in failed; the caller is told neither. */
export const signInFailures = ['wrong_credentials', 'account_not_usable'] as const;
export type SignInFailure = (typeof signInFailures)[number];

/** How much an alert matters, least first. */
export const alertSeverities = ['low', 'medium', 'high', 'critical'] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

const person = z.object({ userId: id });
/** Of an administrator's deed: whom it was done to. */
const target = z.object({ userId: id });
const invited = z.object({ invitationId: id, organizationId: id });
/** A built-in role's key, or a custom role's name. */
const roleTitle = z.string();
const customRole = z.object({ roleId: id, organizationId: id, name: z.string() });
const impersonated = target.extend({ impersonatorId: id, sessionId: id });
const emailChange = person.extend({ from: z.string(), to: z.string() });
/** A second factor, with the name that its owner gave it where it has one. */
const factor = person.extend({ method: z.string(), name: z.string().optional() });
const endpoint = z.object({ endpointId: id, url: z.string() });
/** `network` in CIDR notation. */
const ipBlock = z.object({ blockId: id, network: z.string(), reason: z.string() });
const alert = z.object({ alertId: id, detection: z.string() });
/** `userId` pays; the amount is a decimal string with an ISO 4217 currency. */
const payment = z.object({
  paymentId: id,
  userId: id,
  transactionId: z.string().max(100),
  amount: z.string().regex(/^\d{1,15}(\.\d{1,4})?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

/** Every event. Actor, organization, address and request id travel in the envelope. */
export const events = {
  organizationCreated: event(
    'organization.created',
    'An organization was created',
    z.object({ organizationId: id, name: z.string() }),
  ),
  organizationUpdated: event(
    'organization.updated',
    'An organization was changed',
    z.object({ organizationId: id, fields: z.array(z.string()) }),
  ),
  memberLeft: event(
    'organization.member_left',
    'Somebody left an organization, or was removed from it',
    target.extend({ organizationId: id, role: roleTitle }),
  ),
  ownershipTransferred: event(
    'organization.ownership_transferred',
    'A BOSS made somebody else the BOSS in their place',
    target.extend({ organizationId: id, previousOwnerId: id }),
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
    invited.extend({ userId: id, role: roleTitle }),
  ),
  userRegistered: event(
    'user.registered',
    'Somebody registered or was added',
    person.extend({ email: z.string(), firstName: z.string(), lastName: z.string() }),
  ),
  usersImported: event(
    'users.imported',
    'People were added by an import, which tells of some hundred at a time',
    z.object({ importId: id, userIds: z.array(id) }),
  ),
  userEmailVerified: event('user.email_verified', 'An e-mail address was confirmed', person),
  userLogin: event(
    'user.login',
    'A sign-in succeeded',
    person.extend({ email: z.string(), sessionId: id, method: z.string() }),
  ),
  userLoginFailed: event(
    'user.login_failed',
    'A sign-in failed',
    z.object({
      userId: id.nullable(),
      identifier: z.string(),
      reason: z.enum(signInFailures),
    }),
  ),
  userUpdated: event(
    'user.updated',
    'An account was changed',
    target.extend({ fields: z.array(z.string()) }),
  ),
  userDeactivated: event('user.deactivated', 'An account was deactivated', target),
  userActivated: event('user.activated', 'An account was activated', target),
  userDeleted: event('user.deleted', 'An account was deleted', target),
  accountExported: event(
    'user.data_exported',
    'Somebody was told everything that is known about them',
    person,
  ),
  userErasureRequested: event(
    'user.erasure_requested',
    'Somebody asked for the erasure of their account',
    person.extend({ dueAt: z.iso.datetime() }),
  ),
  userErasureCancelled: event(
    'user.erasure_cancelled',
    'The erasure of an account was called off',
    person,
  ),
  userErased: event(
    'user.erased',
    'An account was erased; listeners forget what they know of the person',
    /** What to look for, sealed by the field cipher: a JSON list of addresses and usernames. */
    person.extend({ sealedWords: z.base64() }),
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
  customRoleDeleted: event('role.deleted', 'A custom role was deleted', customRole),
  sessionCreated: event('session.created', 'A session began', person.extend({ sessionId: id })),
  sessionEnded: event(
    'session.ended',
    'A session ended',
    person.extend({
      sessionId: id.nullable(),
      reason: z.enum(sessionEndReasons),
      count: z.number().int(),
    }),
  ),
  sessionSteppedUp: event(
    'session.stepped_up',
    'Somebody who is signed in proved again who they are',
    person.extend({ sessionId: id, method: z.string() }),
  ),
  refreshTokenReused: event(
    'session.refresh_token_reused',
    'A used refresh token came back: the session was ended',
    person.extend({ sessionId: id }),
  ),
  twoFactorEnabled: event('two_factor.enabled', 'A second factor was turned on', factor, '1.1.0'),
  twoFactorDisabled: event('two_factor.disabled', 'A second factor was removed', factor, '1.1.0'),
  twoFactorRenamed: event(
    'two_factor.renamed',
    'A second factor got another name',
    person.extend({ method: z.string(), from: z.string(), to: z.string() }),
  ),
  twoFactorVerified: event(
    'two_factor.verified',
    'A second factor was accepted',
    person.extend({ method: z.string() }),
  ),
  twoFactorFailed: event(
    'two_factor.failed',
    'A second factor was refused',
    person.extend({ method: z.string() }),
  ),
  passkeyCounterRegressed: event(
    'passkey.counter_regressed',
    'A passkey was refused: its signature counter went back, as that of a copy does',
    person.extend({ passkeyId: id, name: z.string() }),
  ),
  deviceTrusted: event(
    'trusted_device.added',
    'A device skips the second factor for 30 days',
    person.extend({ deviceId: id }),
  ),
  devicesForgotten: event(
    'trusted_device.removed',
    'Devices are asked for the second factor again',
    person.extend({ deviceId: id.nullable(), count: z.number().int() }),
  ),
  backupCodesRegenerated: event(
    'two_factor.backup_codes_regenerated',
    'Backup codes were replaced',
    person,
  ),
  connectionLinked: event(
    'connection.linked',
    'An account elsewhere was connected to sign in with',
    person.extend({ connectionId: id, provider: z.string() }),
  ),
  connectionUnlinked: event(
    'connection.unlinked',
    'An account elsewhere was disconnected',
    person.extend({ connectionId: id, provider: z.string() }),
  ),
  apiKeyCreated: event(
    'api_key.created',
    'An API key was made',
    person.extend({ apiKeyId: id, name: z.string(), scopes: z.array(z.string()) }),
  ),
  apiKeyRotated: event(
    'api_key.rotated',
    'An API key got a new secret',
    person.extend({ apiKeyId: id, name: z.string() }),
  ),
  apiKeyRevoked: event(
    'api_key.revoked',
    'An API key was ended',
    person.extend({ apiKeyId: id, name: z.string() }),
  ),
  passwordChanged: event('password.changed', 'A password was changed', person),
  passwordResetRequested: event(
    'password.reset_requested',
    'A password reset was asked for',
    person,
  ),
  passwordReset: event('password.reset', 'A password was reset by mail', person),
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
  passwordResetForced: event(
    'password.reset_forced',
    'An administrator made somebody choose a new password',
    target,
  ),
  twoFactorReset: event(
    'two_factor.reset',
    'An administrator took the second factors of somebody away',
    target.extend({ reason: z.string() }),
  ),
  magicLinkRequested: event(
    'user.magic_link_requested',
    'A link to sign in was asked for and mailed',
    person,
  ),
  emailChangeRequested: event(
    'user.email_change_requested',
    'Another e-mail address was asked for',
    person,
  ),
  emailChanged: event('user.email_changed', 'An e-mail address was changed', emailChange),
  emailChangeUndone: event(
    'user.email_change_undone',
    'A former e-mail address took its account back',
    emailChange,
  ),
  accountReported: event(
    'user.compromise_reported',
    'Somebody answered a mail with "This wasn\'t me": the account was closed to all but a reset',
    person,
  ),
  webhookCreated: event('webhook.created', 'A webhook endpoint was added', endpoint),
  webhookUpdated: event('webhook.updated', 'A webhook endpoint was changed', endpoint),
  webhookRemoved: event('webhook.removed', 'A webhook endpoint was removed', endpoint),
  webhookPaused: event('webhook.paused', 'A webhook endpoint was paused', endpoint),
  webhookResumed: event('webhook.resumed', 'A webhook endpoint was resumed', endpoint),
  webhookSecretRotated: event(
    'webhook.secret_rotated',
    'A webhook endpoint got a new secret',
    endpoint,
  ),
  webhookDisabled: event(
    'webhook.disabled',
    'A webhook endpoint was switched off, because it is gone or fails for days',
    endpoint.extend({ reason: z.enum(['gone', 'failing']) }),
  ),
  ipBlockCreated: event(
    'ip_block.created',
    'An address or a range of addresses was blocked',
    ipBlock.extend({ until: timestamp.nullable(), automatic: z.boolean() }),
  ),
  ipBlockLifted: event('ip_block.lifted', 'A block was lifted before its time', ipBlock),
  alertRaised: event(
    'alert.raised',
    'A detection found something that a person should look at',
    alert.extend({ severity: z.enum(alertSeverities), summary: z.string() }),
  ),
  alertAcknowledged: event('alert.acknowledged', 'Somebody took an alert on', alert),
  paymentCreated: event('payment.created', 'A payment was begun', payment),
  paymentProcessed: event('payment.processed', 'A payment went through', payment),
  paymentFailed: event(
    'payment.failed',
    'A payment did not go through',
    payment.extend({ errorMessage: z.string().max(500) }),
  ),
  paymentRefunded: event(
    'payment.refunded',
    'A payment was refunded, in part or in full; the amount is what went back',
    payment.extend({ refundId: id }),
  ),
} as const satisfies Record<string, EventContract>;

/** Envelope: CloudEvents 1.0 with extension attributes of ours (lower case, as the standard asks). */
export interface CloudEvent<T = Record<string, unknown>> {
  specversion: '1.0';
  id: string;
  /** Module that the event comes from, such as `/identity`. */
  source: string;
  type: string;
  dataschema: string;
  time: string;
  subject?: string;
  datacontenttype: 'application/json';
  data: T;
  /** Request that led to it. */
  correlationid?: string;
  traceparent?: string;
  /** Tenant. */
  organizationid?: string;
  /** Who did it. */
  actorid?: string;
  /** Who acted in the name of the actor. */
  impersonatorid?: string;
  /** Client address it was done from. */
  clientaddress?: string;
  /** What the client calls itself, cut after 255 characters. */
  useragent?: string;
}

export type EventData<E extends EventContract> = z.output<E['data']>;
