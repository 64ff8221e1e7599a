import { z } from 'zod';
import { password, timestamp } from '../fields.js';
import { route } from '../route.js';
import { delivery, tokenPair } from './sign-in.js';

const code = z
  .string()
  .trim()
  .regex(/^\d{6}$/, 'must be 6 digits');

/** Ten single-use codes, shown this once. */
export const backupCodes = z.object({ backupCodes: z.array(z.string()).length(10) });

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
      totp: z.object({ enabled: z.boolean(), enabledAt: timestamp.nullable() }),
      backupCodes: z.object({ remaining: z.number().int() }),
    }),
    errors: [],
  }),
  setupTotp: route({
    name: 'twoFactor.setupTotp',
    method: 'POST',
    path: '/auth/2fa/totp/setup',
    summary: 'Begin to set up an authenticator app: secret, otpauth URL, QR code (PNG data URL)',
    access: 'enrolling',
    rateLimit: 'api',
    status: 200,
    response: z.object({ secret: z.string(), otpauthUrl: z.string(), qrCode: z.string() }),
    errors: ['two_factor_already_enabled'],
  }),
  enableTotp: route({
    name: 'twoFactor.enableTotp',
    method: 'POST',
    path: '/auth/2fa/totp/enable',
    summary: 'Confirm the authenticator app with a code; answers the backup codes, once',
    access: 'enrolling',
    rateLimit: 'two_factor',
    body: z.object({ code, delivery }),
    status: 200,
    // The session was begun without the factor, so it ends: these are the tokens of its successor.
    response: backupCodes.extend(tokenPair.shape),
    errors: ['invalid_code', 'two_factor_already_enabled', 'conflict'],
  }),
  disableTotp: route({
    name: 'twoFactor.disableTotp',
    method: 'POST',
    path: '/auth/2fa/totp/disable',
    summary: 'Turn two-factor sign-in off',
    access: 'signed_in',
    rateLimit: 'two_factor',
    body: z.object({ password, code: z.string().trim().min(6).max(64) }),
    status: 204,
    errors: ['invalid_credentials', 'invalid_code', 'two_factor_not_enabled', 'overloaded'],
  }),
  regenerateBackupCodes: route({
    name: 'twoFactor.regenerateBackupCodes',
    method: 'POST',
    path: '/auth/2fa/backup-codes/regenerate',
    summary: 'Replace my backup codes; the old ones stop working',
    access: 'signed_in',
    rateLimit: 'two_factor',
    body: z.object({ password }),
    status: 200,
    response: backupCodes,
    errors: ['invalid_credentials', 'two_factor_not_enabled', 'overloaded'],
  }),
};
