import { z } from 'zod';
import { timestamp } from '../fields.js';

export const signInMeanKinds = [
  'passkey',
  'totp',
  'sms_code',
  'email_code',
  'connection',
  'trusted_device',
  'api_key',
] as const;
export type SignInMeanKind = (typeof signInMeanKinds)[number];

/** What somebody, or a program of theirs, gets in with, by name and date: never a secret, an address or a number. */
export const signInMeans = z.object({
  hasPassword: z.boolean(),
  backupCodesLeft: z.number().int().nonnegative(),
  means: z.array(
    z.object({
      kind: z.enum(signInMeanKinds),
      /** What its owner calls it, the provider, or the device; null where there is only one. */
      name: z.string().nullable(),
      createdAt: timestamp,
      /** Null where it was not used, or that is not known. */
      lastUsedAt: timestamp.nullable(),
    }),
  ),
});
export type SignInMeans = z.output<typeof signInMeans>;
