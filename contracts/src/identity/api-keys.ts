import { z } from 'zod';
import { id, timestamp, title } from '../fields.js';
import { pageOf, pageQuery } from '../page.js';
import { route } from '../route.js';
import { grantablePermission as scope } from './application-permissions/application-permissions.js';

const addressRange = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: 'must be an IP address or a range such as 192.0.2.0/24',
});

/** At most what the installation allows a key; null for as many as anybody may make. */
const requestsPerMinute = z.number().int().min(1).max(1_000_000).nullable();

/** A key by which a program calls in a person's name, without its secret. */
export const apiKey = z.object({
  id,
  /** Where the key acts. */
  organizationId: id,
  name: z.string(),
  /** How the secret begins, to tell keys apart. */
  hint: z.string(),
  /** What the key may do, as far as its owner may. */
  scopes: z.array(scope),
  /** Addresses and ranges it may be used from; empty for any. */
  allowedAddresses: z.array(z.string()),
  /** Calls a minute that it may make; null for as many as anybody may. */
  requestsPerMinute: z.number().int().nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
  rotatedAt: timestamp.nullable(),
  /** Until when the secret before the present one is good; null when it is not. */
  previousSecretUntil: timestamp.nullable(),
  expiresAt: timestamp.nullable(),
  lastUsedAt: timestamp.nullable(),
});
export type ApiKey = z.output<typeof apiKey>;

/** For how many days uses of a key are kept, today included. */
export const usageDays = 90;

/** How often a key was used, by UTC day; days without a call are left out. */
export const apiKeyUsage = z.object({
  days: z.array(z.object({ day: z.iso.date(), calls: z.number().int().positive() })),
});
export type ApiKeyUsage = z.output<typeof apiKeyUsage>;

/** The secret is shown this once. */
export const apiKeyWithSecret = apiKey.extend({ secret: z.string() });
const byId = z.object({ id });

export const apiKeyRoutes = {
  list: route({
    name: 'apiKeys.list',
    method: 'GET',
    path: '/api-keys',
    summary: 'My API keys, latest first',
    access: 'signed_in',
    rateLimit: 'api',
    query: pageQuery,
    status: 200,
    response: pageOf(apiKey),
    errors: [],
  }),
  create: route({
    name: 'apiKeys.create',
    method: 'POST',
    path: '/api-keys',
    summary: 'Make an API key; its secret is shown this once',
    access: 'signed_in',
    rateLimit: 'api',
    body: z.object({
      name: title,
      environment: z.enum(['live', 'test']).default('live'),
      scopes: z.array(scope).min(1, 'must name at least one'),
      allowedAddresses: z.array(addressRange).max(50).default([]),
      requestsPerMinute: requestsPerMinute.default(null),
      /** Days until it expires; when left out, as many as the organization gives keys, or never. */
      expiresInDays: z.number().int().min(1).max(3650).optional(),
    }),
    recentProof: true,
    status: 201,
    response: apiKeyWithSecret,
    errors: ['forbidden', 'conflict'],
    idempotent: true,
  }),
  update: route({
    name: 'apiKeys.update',
    method: 'PATCH',
    path: '/api-keys/:id',
    summary:
      'Change the name of a key, when it expires, and where from and how often it may be used; its scopes only become fewer',
    access: 'signed_in',
    rateLimit: 'api',
    params: byId,
    body: z.object({
      name: title.optional(),
      /** Of those that it has. */
      scopes: z.array(scope).min(1, 'must name at least one').optional(),
      allowedAddresses: z.array(addressRange).max(50).optional(),
      requestsPerMinute: requestsPerMinute.optional(),
      /** Days from now until it expires; null for never. */
      expiresInDays: z.number().int().min(1).max(3650).nullable().optional(),
    }),
    recentProof: true,
    status: 200,
    response: apiKey,
    errors: ['not_found', 'forbidden', 'precondition_failed'],
  }),
  usage: route({
    name: 'apiKeys.usage',
    method: 'GET',
    path: '/api-keys/:id/usage',
    summary:
      'How often a key was used in the last 90 days, by day; calls of the last moments may be missing',
    access: 'signed_in',
    rateLimit: 'api',
    params: byId,
    status: 200,
    response: apiKeyUsage,
    errors: ['not_found'],
  }),
  report: route({
    name: 'apiKeys.report',
    method: 'POST',
    path: '/api-keys/report',
    summary:
      'Report a key that was found where it does not belong: it ends at once, and its owner is told; the answer is the same for a key that nobody has',
    access: 'public',
    rateLimit: 'login',
    body: z.object({ key: z.string().trim().min(1).max(200) }),
    status: 204,
    errors: [],
  }),
  rotate: route({
    name: 'apiKeys.rotate',
    method: 'POST',
    path: '/api-keys/:id/rotate',
    summary: 'Give a key a new secret; the one before stays good for a while',
    access: 'signed_in',
    rateLimit: 'api',
    params: byId,
    body: z.object({
      /** Hours in which both secrets are good. */
      overlapHours: z.number().int().min(0).max(168).default(24),
    }),
    recentProof: true,
    status: 200,
    response: apiKeyWithSecret,
    errors: ['not_found', 'forbidden'],
    idempotent: true,
  }),
  revoke: route({
    name: 'apiKeys.revoke',
    method: 'DELETE',
    path: '/api-keys/:id',
    summary: 'End a key at once',
    access: 'signed_in',
    rateLimit: 'api',
    params: byId,
    status: 204,
    errors: ['not_found'],
  }),
};
