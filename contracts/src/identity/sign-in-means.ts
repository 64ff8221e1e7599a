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

/** What is guessed at, and counted apart. */
export const delayedProofs = ['password', 'code'] as const;

/** Who failed lately waits before the next attempt; where others failed, the person does too. */
export const signInDelay = z.object({
  proof: z.enum(delayedProofs),
  /**
   * `elsewhere`: of any place that the account does not know, and of codes everywhere; `known_place`:
   * an address or a trusted device of theirs; `signed_in`: proofs in a session.
   */
  where: z.enum(['elsewhere', 'known_place', 'signed_in']),
  until: timestamp,
});
export type SignInDelay = z.output<typeof signInDelay>;

/** What somebody, or a program of theirs, gets in with, by name and date: never a secret, an address or a number. */
export const signInMeans = z.object({
  hasPassword: z.boolean(),
  /** When the password was chosen; of one from before that was kept, when it began to be. Null where there is none. */
  passwordSetAt: timestamp.nullable(),
  /** Delays that are in force. */
  delays: z.array(signInDelay),
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
