import { z } from 'zod';
import { id, timestamp } from './fields.js';
import { pageOf, pageQuery } from './page.js';
import { route } from './route.js';

/** One line of the audit trail. `hash` covers the line and the one before it. */
export const auditEntry = z.object({
  id,
  sequence: z.number().int(),
  action: z.string(),
  actorId: id.nullable(),
  /** Of whoever did it; null when nobody is known, or was erased since. */
  actorName: z.string().nullable(),
  /** Whom it was done to, where it was done to a person. */
  affectedId: id.nullable(),
  affectedName: z.string().nullable(),
  organizationId: id.nullable(),
  resourceType: z.string().nullable(),
  resourceId: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  ipAddress: z.string().nullable(),
  requestId: z.string().nullable(),
  occurredAt: timestamp,
  hash: z.string(),
});
export type AuditEntry = z.output<typeof auditEntry>;

export const auditRoutes = {
  list: route({
    name: 'audit.list',
    method: 'GET',
    path: '/audit-logs',
    summary: 'The audit trail of the organization, latest first',
    access: 'audit:read',
    rateLimit: 'api',
    query: pageQuery.extend({
      /** Event names, separated by commas. */
      action: z.string().max(500).optional(),
      actorId: id.optional(),
      resourceId: z.string().max(100).optional(),
      'occurredAt[gte]': timestamp.optional(),
      'occurredAt[lt]': timestamp.optional(),
    }),
    status: 200,
    response: pageOf(auditEntry),
    errors: [],
  }),
};
