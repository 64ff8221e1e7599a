import { z } from 'zod';
import {
  acceptableFactors,
  roles,
  rolesRequiringSecondFactor,
  sessionPresets,
} from '../permissions.js';
import { route } from '../route.js';

const emailDomain = z
  .string()
  .trim()
  .max(253)
  .transform((value) => value.normalize('NFKC').toLowerCase())
  .pipe(
    z
      .string()
      .regex(
        /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u,
        'must be a domain such as example.com',
      ),
  );

/** Ways to sign in: with a password, a passkey alone, a link by mail, or what a provider vouches for, such as `social:google`. */
export const signInMethod = z.union([
  z.enum(['password', 'passkey', 'magic_link']),
  z.templateLiteral(['social:', z.string().regex(/[a-z0-9_-]{1,40}/)]),
]);
export type SignInMethod = z.output<typeof signInMethod>;

const acceptedFactors = z
  .array(z.enum(acceptableFactors))
  .max(acceptableFactors.length)
  .transform((list) =>
    acceptableFactors.filter((method) => method === 'passkey' || list.includes(method)),
  )
  .nullable()
  .default(null);

const passwordLength = z.number().int().min(8).max(64).nullable().default(null);

/** What an organization demands of its members: one document of settings. */
export const organizationPolicies = z.object({
  /** Domains whose addresses may be added or invited, without their subdomains; empty for any. */
  allowedEmailDomains: z.array(emailDomain).max(100).default([]),
  /** `standard`: as installed (7 days). `strict`: 12 hours in all, 30 minutes idle, 15 for BOSS, MANAGER and platform staff. */
  sessions: z.enum(sessionPresets).default('standard'),
  /**
   * Days for which a device may skip the second factor, 0 for never; null for what goes with the
   * sessions: 30, and never where they are strict. Of a person's organizations the strictest counts.
   */
  trustedDeviceDays: z.number().int().min(0).max(30).nullable().default(null),
  /** Who must have a second factor; BOSS and MANAGER always must, and custom roles go with their rank. */
  secondFactorRoles: z
    .array(z.enum(roles))
    .max(roles.length)
    .transform((list) =>
      roles.filter((role) => list.includes(role) || rolesRequiringSecondFactor.includes(role)),
    )
    .default([...rolesRequiringSecondFactor]),
  /**
   * Which second factors count, by rank; null for any. A passkey always does, nothing proves more;
   * backup codes go with a factor that counts.
   */
  acceptedFactors: z
    .object({ BOSS: acceptedFactors, MANAGER: acceptedFactors, EMPLOYEE: acceptedFactors })
    .default({ BOSS: null, MANAGER: null, EMPLOYEE: null }),
  /** How people may sign in to it; null for every way that is installed. Sessions that have begun go on. */
  signInMethods: z
    .array(signInMethod)
    .min(1, 'must name at least one')
    .max(30)
    .nullable()
    .default(null),
  /** Least characters of a new password where it is the only factor; null for what is installed, which is never undercut. */
  passwordMinLength: passwordLength,
  /** The same where a second factor is on or required. */
  passwordMinLengthSecondFactor: passwordLength,
  /** How hard a new password must be to guess, by zxcvbn: 0 (at once) to 4 (out of reach); null for what is installed, which is never undercut. */
  passwordMinScore: z.number().int().min(0).max(4).nullable().default(null),
  /** How many passwords a new one must differ from, the present one included; those before are kept as hashes for it. 0 for none. */
  passwordHistory: z.number().int().min(0).max(24).default(0),
  /** Days after which a password must be replaced, by mail; 0 for never, as SP 800-63B-4 advises. */
  passwordMaxAgeDays: z.number().int().min(0).max(3650).default(0),
  /** Most days that a new API key lives; null for any life. Keys that are there live on as they were made. */
  apiKeyMaxDays: z.number().int().min(1).max(3650).nullable().default(null),
  /** Words that a new password must not be made of: products, places, whatever outsiders would try. */
  passwordWords: z.array(z.string().trim().min(3).max(64)).max(100).default([]),
});
export type OrganizationPolicies = z.output<typeof organizationPolicies>;

export const policyRoutes = {
  get: route({
    name: 'policies.get',
    method: 'GET',
    path: '/organizations/current/policies',
    summary: 'What the organization demands of its members',
    access: 'user:read',
    rateLimit: 'api',
    status: 200,
    response: organizationPolicies,
    errors: [],
  }),
  replace: route({
    name: 'policies.replace',
    method: 'PUT',
    path: '/organizations/current/policies',
    summary: 'Replace the policies; what is left out gets its default',
    access: 'organization:update',
    rateLimit: 'api',
    recentProof: true,
    body: organizationPolicies,
    status: 200,
    response: organizationPolicies,
    errors: ['precondition_failed', 'sign_in_methods_lock_out', 'accepted_factors_lock_out'],
  }),
};
