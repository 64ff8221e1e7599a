import { z } from 'zod';
import { id, timestamp } from '../fields.js';
import { csvType } from '../media-types.js';
import { pageOf, pageQuery } from '../page.js';
import { route } from '../route.js';
import { networkInput } from './networks.js';

/** What was tried: a sign-in, its second factor, a refresh with a used token, or calls with an API key. */
export const attemptKinds = ['sign_in', 'second_factor', 'refresh_token', 'api_key'] as const;
export type AttemptKind = (typeof attemptKinds)[number];

/** Why an attempt failed; `delayed`: refused unheard, as an earlier failure delays the account. */
export const attemptFailures = [
  'wrong_credentials',
  'account_not_usable',
  'delayed',
  'wrong_code',
  'token_reused',
  'unknown_key',
  'address_not_allowed',
] as const;
export type AttemptFailure = (typeof attemptFailures)[number];

export const loginAttempt = z.object({
  id,
  occurredAt: timestamp,
  kind: z.enum(attemptKinds),
  succeeded: z.boolean(),
  failure: z.enum(attemptFailures).nullable(),
  /** How, such as `pwd+otp`, or the kind of second factor. */
  method: z.string().nullable(),
  /** The name as it was entered; null where only the person is known. */
  identifier: z.string().nullable(),
  userId: id.nullable(),
  userName: z.string().nullable(),
  organizationId: id.nullable(),
  address: z.string().nullable(),
  /** What the address counts as: itself, or the /64 that an IPv6 address is in. */
  network: z.string().nullable(),
  userAgent: z.string().nullable(),
  sessionId: id.nullable(),
  /** The account did not know the device. */
  newDevice: z.boolean(),
  /** Above one where many of a kind are told of together, as of API keys. */
  tries: z.number().int(),
});
export type LoginAttempt = z.output<typeof loginAttempt>;

/** How far back a time-line reaches. */
export const timelinePeriods = ['hour', 'day', 'week', 'month'] as const;
export type TimelinePeriod = (typeof timelinePeriods)[number];

const counted = z.object({ succeeded: z.number().int(), failed: z.number().int() });
export const timelineBucket = counted.extend({ start: timestamp });
export type TimelineBucket = z.output<typeof timelineBucket>;

/** An address or an account by how often it failed. */
export const topEntry = z.object({
  value: z.string(),
  failures: z.number().int(),
});
export type TopEntry = z.output<typeof topEntry>;

/** An account that was tried from an address, or an address that tried an account. */
export const pivotEntry = counted.extend({
  value: z.string(),
  userId: id.nullable(),
  lastAt: timestamp,
});
export type PivotEntry = z.output<typeof pivotEntry>;

const access = 'security:read';
const rateLimit = 'api';
const by = z.enum(['address', 'account']);

const filter = z.object({
  /** An address, or a range; of IPv6, none is narrower than the /64 that counts as one. */
  address: networkInput.optional(),
  /** The name that was entered, or the id of the person. */
  account: z.string().trim().min(1).max(255).optional(),
  kind: z.enum(attemptKinds).optional(),
  outcome: z.enum(['succeeded', 'failed']).optional(),
  failure: z.enum(attemptFailures).optional(),
  organizationId: id.optional(),
  newDevice: z.enum(['true', 'false']).optional(),
  'occurredAt[gte]': timestamp.optional(),
  'occurredAt[lt]': timestamp.optional(),
});

export const attemptRoutes = {
  list: route({
    name: 'attempts.list',
    method: 'GET',
    path: '/security/attempts',
    summary: 'Attempts to sign in, latest first, kept for 30 days',
    access,
    rateLimit,
    query: pageQuery.extend(filter.shape),
    status: 200,
    response: pageOf(loginAttempt),
    errors: [],
  }),
  export: route({
    name: 'attempts.export',
    method: 'GET',
    path: '/security/attempts/export',
    summary: 'Attempts to sign in as CSV, latest first',
    access,
    rateLimit,
    query: filter,
    download: [csvType],
    status: 200,
    errors: [],
  }),
  timeline: route({
    name: 'attempts.timeline',
    method: 'GET',
    path: '/security/attempts/timeline',
    summary: 'How many attempts succeeded and failed, by time, oldest first',
    access,
    rateLimit,
    query: z.object({ period: z.enum(timelinePeriods).default('hour') }),
    status: 200,
    response: z.object({
      /** Of a bucket, in seconds. */
      width: z.number().int(),
      data: z.array(timelineBucket),
    }),
    errors: [],
  }),
  top: route({
    name: 'attempts.top',
    method: 'GET',
    path: '/security/attempts/top',
    summary: 'The addresses or accounts with the most failures of the last hour or day',
    access,
    rateLimit,
    query: z.object({
      by: by.default('address'),
      period: z.enum(['hour', 'day']).default('day'),
      limit: z.coerce.number().int().min(1).max(100).default(10),
    }),
    status: 200,
    response: z.object({ data: z.array(topEntry) }),
    errors: [],
  }),
  pivot: route({
    name: 'attempts.pivot',
    method: 'GET',
    path: '/security/attempts/pivot',
    summary: 'Which accounts an address tried in the last day, or which addresses tried an account',
    access,
    rateLimit,
    query: z.object({ by, value: z.string().trim().min(1).max(255) }),
    status: 200,
    response: z.object({ data: z.array(pivotEntry) }),
    errors: [],
  }),
};
