import { z } from 'zod';
import { id, timestamp } from '../fields.js';
import { pageOf, pageQuery } from '../page.js';
import { route } from '../route.js';
import { networkInput, networkReason } from './networks.js';

/** Addresses that every request is refused from. */
export const ipBlock = z.object({
  id,
  /** In CIDR notation. */
  network: z.string(),
  reason: z.string(),
  /** Made by a detection and not by somebody. */
  automatic: z.boolean(),
  /** Failures that led to it. */
  attempts: z.number().int(),
  /** How often its length was doubled, since the address was blocked before. */
  level: z.number().int(),
  createdBy: id.nullable(),
  createdByName: z.string().nullable(),
  createdAt: timestamp,
  /** Null: for good. */
  endsAt: timestamp.nullable(),
  liftedAt: timestamp.nullable(),
  liftedByName: z.string().nullable(),
  /** Why it was lifted; null where it was not. */
  liftReason: z.string().nullable(),
});
export type IpBlock = z.output<typeof ipBlock>;

/** Addresses that are never blocked. */
export const allowedNetwork = z.object({
  /** Null of those that the configuration allows, which cannot be removed here. */
  id: id.nullable(),
  network: z.string(),
  reason: z.string(),
  createdBy: id.nullable(),
  createdByName: z.string().nullable(),
  createdAt: timestamp.nullable(),
});
export type AllowedNetwork = z.output<typeof allowedNetwork>;

const params = z.object({ id });
const read = 'security:read';
const manage = 'security:manage';
const rateLimit = 'api';
/** How long a block holds from now on; null: for good. */
const length = z.number().int().min(1).max(525_600).nullable();
const because = z.object({ reason: networkReason });

export const blockRoutes = {
  list: route({
    name: 'blocks.list',
    method: 'GET',
    path: '/security/blocks',
    summary: 'Blocks in force, or those that are over, latest first',
    access: read,
    rateLimit,
    query: pageQuery.extend({
      state: z.enum(['active', 'ended']).default('active'),
      /** Those that an address, or some of a range, falls under. */
      address: networkInput.optional(),
    }),
    status: 200,
    response: pageOf(ipBlock),
    errors: [],
  }),
  create: route({
    name: 'blocks.create',
    method: 'POST',
    path: '/security/blocks',
    summary: 'Block an address or a range; blocks within it end',
    access: manage,
    rateLimit,
    body: z.object({
      network: networkInput,
      reason: networkReason,
      minutes: length,
      /** Also where it holds the caller's own address or loopback. */
      confirm: z.boolean().default(false),
    }),
    status: 201,
    response: ipBlock,
    errors: ['own_address', 'network_allowed', 'already_blocked'],
    idempotent: true,
  }),
  update: route({
    name: 'blocks.update',
    method: 'PATCH',
    path: '/security/blocks/:id',
    summary: 'Let a block in force end at another time, for a reason',
    access: manage,
    rateLimit,
    params,
    body: because.extend({ minutes: length }),
    status: 200,
    response: ipBlock,
    errors: ['not_found'],
  }),
  lift: route({
    name: 'blocks.lift',
    method: 'POST',
    path: '/security/blocks/:id/lift',
    summary: 'End a block in force, for a reason',
    access: manage,
    rateLimit,
    params,
    body: because,
    status: 204,
    errors: ['not_found'],
  }),
  listAllowed: route({
    name: 'blocks.listAllowed',
    method: 'GET',
    path: '/security/allowed-networks',
    summary: 'Addresses that are never blocked, and that no detection looks at',
    access: read,
    rateLimit,
    status: 200,
    response: z.object({ data: z.array(allowedNetwork) }),
    errors: [],
  }),
  allow: route({
    name: 'blocks.allow',
    method: 'POST',
    path: '/security/allowed-networks',
    summary: 'Never block an address or a range',
    access: manage,
    recentProof: true,
    rateLimit,
    body: because.extend({ network: networkInput }),
    status: 201,
    response: allowedNetwork,
    errors: ['conflict'],
    idempotent: true,
  }),
  disallow: route({
    name: 'blocks.disallow',
    method: 'POST',
    path: '/security/allowed-networks/:id/remove',
    summary: 'Take an address or a range off the list, for a reason',
    access: manage,
    rateLimit,
    params,
    body: because,
    status: 204,
    errors: ['not_found'],
  }),
};
