import { z } from 'zod';
import { id, timestamp } from '../fields.js';
import { csvType } from '../media-types.js';
import { pageOf, pageQuery } from '../page.js';
import { roles } from '../permissions.js';
import { route } from '../route.js';

/** Days after which an account that nobody signs in to, or a key that was not rotated, is told of. */
export const staleAfterDays = 90;

const count = z.number().int().nonnegative();

/** How the people and the keys of an organization stand, in numbers. */
export const complianceSummary = z.object({
  /** Of active people, by rank: those who have a second factor. */
  ranks: z.array(z.object({ role: z.enum(roles), people: count, withSecondFactor: count })),
  /** Active people who were not seen for `staleAfterDays`. */
  stale: count,
  apiKeys: z.object({
    total: count,
    /** Neither made nor rotated in the last `staleAfterDays`. */
    notRotated: count,
    withoutExpiry: count,
  }),
  invitations: z.object({ pending: count, expired: count }),
});
export type ComplianceSummary = z.output<typeof complianceSummary>;

export const keyFindings = ['not_rotated', 'without_expiry'] as const;
export type KeyFinding = (typeof keyFindings)[number];

/** An API key that works, with whose it is. */
export const complianceKey = z.object({
  id,
  name: z.string(),
  owner: z.object({ id, name: z.string(), isServiceAccount: z.boolean() }),
  createdAt: timestamp,
  rotatedAt: timestamp.nullable(),
  expiresAt: timestamp.nullable(),
  lastUsedAt: timestamp.nullable(),
});
export type ComplianceKey = z.output<typeof complianceKey>;

const shared = { access: 'audit:read', rateLimit: 'api', method: 'GET', status: 200 } as const;

export const complianceRoutes = {
  summary: route({
    ...shared,
    name: 'compliance.summary',
    path: '/compliance',
    summary: 'How the people and the keys of the organization stand, in numbers',
    response: complianceSummary,
    errors: [],
  }),
  keys: route({
    ...shared,
    name: 'compliance.keys',
    path: '/compliance/api-keys',
    summary: 'API keys of the organization that were not rotated for 90 days, or never expire',
    query: pageQuery.extend({ finding: z.enum(keyFindings) }),
    response: pageOf(complianceKey),
    errors: [],
  }),
  export: route({
    ...shared,
    name: 'compliance.export',
    path: '/compliance/export',
    summary: 'Everybody and everything behind the numbers, as CSV',
    recentProof: 'people',
    download: [csvType],
    errors: [],
  }),
};
