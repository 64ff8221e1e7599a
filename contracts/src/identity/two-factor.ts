import { z } from 'zod';
import { password, timestamp, title } from '../fields.js';
import { acceptableFactors } from '../permissions.js';
import { route } from '../route.js';
import { codeSent, delivery, secondFactorMethod, tokenPair } from './sign-in.js';

/** Six digits. */
export const code = z
  .string()
  .trim()
  .regex(/^\d{6}$/, 'must be 6 digits');

/** Ten single-use codes, shown this once. */
export const backupCodes = z.object({ backupCodes: z.array(z.string()).length(10) });

/**
 * A factor was turned on. The session was begun without it, so it ends: these are the tokens of
 * its successor. With the first factor come backup codes; with a further one the list is empty.
 */
export const enrolled = tokenPair.extend({ backupCodes: z.array(z.string()) });

export const twoFactorRoutes = {
  status: route({
    name: 'twoFactor.status',
    method: 'GET',
    path: '/auth/2fa',
    summary: 'Which second factors I have',
    access: 'enrolling',
    rateLimit: 'api',
    status: 200,
    response: z.object({
      enabled: z.boolean(),
      required: z.boolean(),
      /** Methods that a sign-in can be finished with, the preferred one first. */
      methods: z.array(secondFactorMethod),
      preferred: secondFactorMethod.nullable(),
      /** Which count in the organization that the session acts in; null for any. */
      accepted: z.array(z.enum(acceptableFactors)).nullable(),
      totp: z.object({ enabled: z.boolean(), enabledAt: timestamp.nullable() }),
      smsCode: z.object({
        available: z.boolean(),
        enabled: z.boolean(),
        enabledAt: timestamp.nullable(),
        /** Its last digits; null where codes by SMS are off. */
        number: z.string().nullable(),
      }),
      emailCode: z.object({
        /** Whether this installation has it switched on. */
        available: z.boolean(),
        enabled: z.boolean(),
        enabledAt: timestamp.nullable(),
      }),
      backupCodes: z.object({ remaining: z.number().int() }),
    }),
    errors: [],
  }),
  prefer: route({
    name: 'twoFactor.prefer',
    method: 'PUT',
    path: '/auth/2fa/preferred',
    summary: 'Choose the method that I am asked for first; null for the usual order',
    access: 'signed_in',
    rateLimit: 'api',
    body: z.object({ method: secondFactorMethod.nullable() }),
    status: 204,
    errors: ['conflict'],
  }),
  setupTotp: route({
    name: 'twoFactor.setupTotp',
    method: 'POST',
    path: '/auth/2fa/totp/setup',
    summary: 'Begin to set up an authenticator app: secret, otpauth URL, QR code (PNG data URL)',
    access: 'enrolling',
    rateLimit: 'api',
    recentProof: true,
    status: 200,
    response: z.object({ secret: z.string(), otpauthUrl: z.string(), qrCode: z.string() }),
    errors: ['conflict'],
  }),
  enableTotp: route({
    name: 'twoFactor.enableTotp',
    method: 'POST',
    path: '/auth/2fa/totp/enable',
    summary: 'Confirm the authenticator app with a code; answers the backup codes, once',
    access: 'enrolling',
    rateLimit: 'two_factor',
    body: z.object({ code, name: title.default('Authenticator app'), delivery }),
    status: 200,
    response: enrolled,
    errors: ['invalid_code', 'conflict', 'reauthentication_required'],
  }),
  disableTotp: route({
    name: 'twoFactor.disableTotp',
    method: 'POST',
    path: '/auth/2fa/totp/disable',
    summary:
      'Remove all my authenticator apps: with my password and a code, or after a recent proof',
    access: 'signed_in',
    rateLimit: 'two_factor',
    body: z
      .object({
        password: password.optional(),
        /** Of the app, or a backup code. */
        code: z.string().trim().min(6).max(64).optional(),
      })
      .refine(
        (sent) => (sent.password === undefined) === (sent.code === undefined),
        'must have both, the password and a code, or neither',
      )
      .default({}),
    status: 204,
    errors: [
      'invalid_credentials',
      'invalid_code',
      'reauthentication_required',
      'sign_in_delayed',
      'overloaded',
      'two_factor_not_enabled',
      'last_factor',
    ],
  }),
  setupEmailCode: route({
    name: 'twoFactor.setupEmailCode',
    method: 'POST',
    path: '/auth/2fa/email/setup',
    summary: 'Send a code to my address, to turn codes by mail on',
    access: 'enrolling',
    rateLimit: 'api',
    recentProof: true,
    status: 200,
    response: codeSent,
    errors: ['conflict'],
  }),
  enableEmailCode: route({
    name: 'twoFactor.enableEmailCode',
    method: 'POST',
    path: '/auth/2fa/email/enable',
    summary: 'Turn codes by mail on with the code from the mail; every other session ends',
    access: 'enrolling',
    rateLimit: 'two_factor',
    body: z.object({ code, delivery }),
    status: 200,
    response: enrolled,
    errors: ['invalid_code', 'conflict', 'reauthentication_required'],
  }),
  disableEmailCode: route({
    name: 'twoFactor.disableEmailCode',
    method: 'DELETE',
    path: '/auth/2fa/email',
    summary: 'Turn codes by mail off; every other session ends',
    access: 'signed_in',
    rateLimit: 'api',
    recentProof: true,
    status: 204,
    errors: ['two_factor_not_enabled', 'last_factor'],
  }),
  regenerateBackupCodes: route({
    name: 'twoFactor.regenerateBackupCodes',
    method: 'POST',
    path: '/auth/2fa/backup-codes/regenerate',
    summary: 'Replace my backup codes; the old ones stop working',
    access: 'signed_in',
    rateLimit: 'api',
    recentProof: true,
    status: 200,
    response: backupCodes,
    errors: ['two_factor_not_enabled'],
  }),
};
