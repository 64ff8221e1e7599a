import { z } from 'zod';
import { accountName, id, password, secretToken, timestamp } from '../fields.js';
import { route } from '../route.js';
import { groupName } from './groups/groups.js';
import { passkeyAssertion, passkeyRequest } from './passkey-ceremonies.js';
import { user } from './user.js';

/** Second factors a sign-in can be finished with. */
export const secondFactorMethod = z.enum([
  'passkey',
  'totp',
  'sms_code',
  'email_code',
  'backup_code',
]);
export type SecondFactorMethod = z.output<typeof secondFactorMethod>;

/** Tokens of a session (C13). `expiresIn` is the access token's life in seconds. */
export const tokenPair = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  tokenType: z.literal('Bearer'),
  expiresIn: z.number().int(),
});
export type TokenPair = z.output<typeof tokenPair>;

/** A finished sign-in. */
export const signedIn = tokenPair.extend({
  user,
  /** True while the role requires a second factor that is not turned on yet, or was not proved: the token opens only its enrolment. */
  enrolmentRequired: z.boolean(),
  /** To send with the next sign-ins, where the device was to be trusted and keeps no cookies. */
  deviceToken: z.string().optional(),
});
export type SignedIn = z.output<typeof signedIn>;

/** A sign-in that waits for the second factor. `expiresIn` in seconds. */
export const secondFactorRequired = z.object({
  requires2FA: z.literal(true),
  tempToken: z.string(),
  /** What the person can finish with, the preferred one first. */
  methods: z.array(secondFactorMethod),
  expiresIn: z.number().int(),
});

/** A code that was sent; times in seconds. */
export const codeSent = z.object({
  /** Where to, with most of it hidden. */
  to: z.string(),
  expiresIn: z.number().int(),
  /** Until another one can be asked for. */
  resendIn: z.number().int(),
});
export type CodeSent = z.output<typeof codeSent>;

/** What a method needs before it can be proved. */
export const secondFactorBegun = z.object({
  method: secondFactorMethod,
  /** The code that was sent, where the method is a message. */
  sent: codeSent.nullable(),
  /** What the authenticator has to sign, where the method is a passkey. */
  passkey: passkeyRequest.nullable(),
});
export type SecondFactorBegun = z.output<typeof secondFactorBegun>;

/**
 * Set to `cookie` by browsers: the refresh token then travels only in the HttpOnly cookie and
 * `refreshToken` in the answer is empty.
 */
export const delivery = z.enum(['body', 'cookie']).default('body');

const credentials = z
  .object({
    email: accountName.optional(),
    username: accountName.optional(),
    password,
    /** Of a trusted device that keeps no cookies. */
    deviceToken: secretToken.optional(),
    delivery,
  })
  .refine((value) => (value.email === undefined) !== (value.username === undefined), {
    error: 'send either email or username',
    path: ['email'],
  });

const tempToken = z.string().min(16).max(2048);

/** Second factors are proved by a code, and passkeys by what the authenticator signed. */
const secondFactorProof = z
  .object({
    tempToken,
    method: secondFactorMethod,
    code: z.string().trim().min(6).max(64).optional(),
    credential: passkeyAssertion.optional(),
    /** Skip this step on this device for 30 days, or as long as the person's organizations allow. */
    trustDevice: z.boolean().default(false),
    delivery,
  })
  .refine((proof) => proof.method === 'passkey' || proof.code !== undefined, {
    error: 'must be filled in',
    path: ['code'],
  })
  .refine((proof) => proof.method !== 'passkey' || proof.credential !== undefined, {
    error: 'must be what the authenticator answered',
    path: ['credential'],
  });

export const signInRoutes = {
  login: route({
    name: 'signIn.login',
    method: 'POST',
    path: '/auth/login',
    summary: 'Sign in with e-mail address or username, and password',
    access: 'public',
    rateLimit: 'login',
    challenge: true,
    body: credentials,
    status: 200,
    response: z.union([signedIn, secondFactorRequired]),
    errors: ['invalid_credentials', 'password_expired', 'sign_in_delayed', 'overloaded'],
  }),
  beginSecondFactor: route({
    name: 'signIn.beginSecondFactor',
    method: 'POST',
    path: '/auth/2fa/send',
    summary:
      'Begin with one of the offered methods: send the code, or get what the passkey has to sign',
    access: 'public',
    rateLimit: 'api',
    body: z.object({ tempToken, method: secondFactorMethod }),
    status: 200,
    response: secondFactorBegun,
    errors: ['challenge_expired', 'conflict', 'message_not_sent'],
  }),
  verifySecondFactor: route({
    name: 'signIn.verifySecondFactor',
    method: 'POST',
    path: '/auth/2fa/verify',
    summary: 'Finish a sign-in with a second factor',
    access: 'public',
    rateLimit: 'two_factor',
    body: secondFactorProof,
    status: 200,
    response: signedIn,
    errors: ['invalid_code', 'invalid_passkey', 'challenge_expired', 'sign_in_delayed'],
  }),
  refresh: route({
    name: 'signIn.refresh',
    method: 'POST',
    path: '/auth/refresh',
    summary: 'Exchange a refresh token, from the body or the cookie, for a new pair',
    access: 'public',
    rateLimit: 'api',
    body: z.object({ refreshToken: z.string().min(16).max(256).optional() }).default({}),
    status: 200,
    response: tokenPair,
    errors: ['invalid_refresh_token', 'csrf_token_invalid'],
    cookie: true,
  }),
  logout: route({
    name: 'signIn.logout',
    method: 'POST',
    path: '/auth/logout',
    summary: 'End this session',
    access: 'enrolling',
    rateLimit: 'api',
    status: 204,
    errors: [],
    impersonation: true,
  }),
  logoutAll: route({
    name: 'signIn.logoutAll',
    method: 'POST',
    path: '/auth/logout-all',
    summary: 'End every session of mine, this one included',
    access: 'enrolling',
    rateLimit: 'api',
    recentProof: true,
    status: 204,
    errors: [],
  }),
  validate: route({
    name: 'signIn.validate',
    method: 'GET',
    path: '/auth/validate',
    summary: 'Whether the token stands for a live session, and whose',
    access: 'enrolling',
    rateLimit: 'api',
    status: 200,
    response: z.object({
      valid: z.literal(true),
      userId: id,
      sessionId: id,
      organizationId: id.nullable(),
      role: z.string().nullable(),
      /** The person's groups in the organization, by name. */
      groups: z.array(groupName),
      permissions: z.array(z.string()),
      expiresAt: timestamp,
    }),
    errors: [],
  }),
};
