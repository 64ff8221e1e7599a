import { z } from 'zod';
import { id, timestamp } from './fields.js';
import { pageOf, pageQuery } from './page.js';
import { csvType, jsonLinesType } from './media-types.js';
import { route } from './route.js';

/** One line of the audit trail. `hash` covers the line and the one before it. */
export const auditEntry = z.object({
  id,
  sequence: z.number().int(),
  action: z.string(),
  actorId: id.nullable(),
  /** Of whoever did it; null when nobody is known, or was erased since. */
  actorName: z.string().nullable(),
  /** Who acted in the name of the actor; null where nobody did. */
  impersonatorId: id.nullable(),
  impersonatorName: z.string().nullable(),
  /** Whom it was done to, where it was done to a person. */
  affectedId: id.nullable(),
  affectedName: z.string().nullable(),
  organizationId: id.nullable(),
  resourceType: z.string().nullable(),
  resourceId: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  ipAddress: z.string().nullable(),
  /** What the client called itself. */
  userAgent: z.string().nullable(),
  requestId: z.string().nullable(),
  /** Of the request (W3C Trace Context). */
  traceId: z.string().nullable(),
  /** Module that told of it, such as `/identity`, and the version of `details`. */
  source: z.string().nullable(),
  version: z.string().nullable(),
  occurredAt: timestamp,
  hash: z.string(),
});
export type AuditEntry = z.output<typeof auditEntry>;

/** A reading of the whole trail, which says whether it is as it was written. */
export const auditVerification = z.object({
  id,
  /** `failed`: it came to no end and says nothing about the trail. */
  state: z.enum(['running', 'done', 'failed']),
  /** Null until it is done. */
  valid: z.boolean().nullable(),
  /** What follows is for the staff of the installation, whose trail it is; null for others. */
  entries: z.number().int().nullable(),
  /** Of the last entry: to note down, and to compare with later. */
  hash: z.string().nullable(),
  /** First entry that is not as it was written. */
  sequence: z.number().int().nullable(),
  reason: z.string().nullable(),
  startedAt: timestamp,
  finishedAt: timestamp.nullable(),
});
export type AuditVerification = z.output<typeof auditVerification>;

const filter = z.object({
  /** Event names, separated by commas. */
  action: z.string().max(500).optional(),
  actorId: id.optional(),
  resourceId: z.string().max(100).optional(),
  ipAddress: z.string().max(45).optional(),
  requestId: z.string().max(100).optional(),
  /** Who acted in somebody's name. */
  impersonatorId: id.optional(),
  /** What somebody did in somebody's name, or what people did themselves. */
  impersonated: z.enum(['true', 'false']).optional(),
  /** For the staff of the installation; others see their own alone. */
  organizationId: id.optional(),
  'occurredAt[gte]': timestamp.optional(),
  'occurredAt[lt]': timestamp.optional(),
});

export const auditRoutes = {
  list: route({
    name: 'audit.list',
    method: 'GET',
    path: '/audit-logs',
    summary: 'The audit trail of the organization, latest first',
    access: 'audit:read',
    rateLimit: 'api',
    query: pageQuery.extend(filter.shape),
    status: 200,
    response: pageOf(auditEntry),
    errors: [],
  }),
  export: route({
    name: 'audit.export',
    method: 'GET',
    path: '/audit-logs/export',
    summary: 'The audit trail of the organization as CSV or JSON lines, latest first',
    access: 'audit:read',
    rateLimit: 'api',
    query: filter.extend({ format: z.enum(['csv', 'jsonl']).default('csv') }),
    download: [csvType, jsonLinesType],
    status: 200,
    errors: [],
  }),
  verify: route({
    name: 'audit.verify',
    method: 'POST',
    path: '/audit-logs/verify',
    summary: 'Verify the whole audit trail; one that runs or has just ended is answered with',
    access: 'audit:read',
    rateLimit: 'api',
    status: 202,
    response: auditVerification,
    errors: [],
    idempotent: true,
  }),
  verification: route({
    name: 'audit.verification',
    method: 'GET',
    path: '/audit-logs/verifications/:id',
    summary: 'How far a verification has got, or what it found',
    access: 'audit:read',
    rateLimit: 'api',
    params: z.object({ id }),
    status: 200,
    response: auditVerification,
    errors: ['not_found'],
  }),
};
