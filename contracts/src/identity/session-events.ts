import { z } from 'zod';
import { eventsFrom } from '../event.js';
import { id } from '../fields.js';

const event = eventsFrom('/identity');

/** Why a session ended. */
export const sessionEndReasons = [
  'signed_out',
  'signed_out_everywhere',
  'signed_out_elsewhere',
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
  'organization_closed',
  'reported',
  'email_changed',
  'reset_forced',
  'stepped_up',
  'idle_too_long',
  'impersonation_ended',
] as const;
export type SessionEndReason = (typeof sessionEndReasons)[number];

const person = z.object({ userId: id });
/** Of an administrator's deed: whom it was done to. */
const target = z.object({ userId: id });
/** A second factor, with the name that its owner gave it where it has one. */
const factor = person.extend({ method: z.string(), name: z.string().optional() });

/** What happens to sessions and to what people prove who they are with. */
export const sessionEvents = {
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
  twoFactorEnabled: event('two_factor.enabled', 'A second factor was turned on', factor, {
    version: '1.1.0',
  }),
  twoFactorDisabled: event('two_factor.disabled', 'A second factor was removed', factor, {
    version: '1.1.0',
  }),
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
    'A device skips the second factor for some time',
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
  passwordChanged: event('password.changed', 'A password was changed', person),
  passwordResetRequested: event(
    'password.reset_requested',
    'A password reset was asked for',
    person,
  ),
  passwordReset: event('password.reset', 'A password was reset by mail', person),
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
};
