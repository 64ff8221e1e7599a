import { createHash } from 'node:crypto';
import type { AuditRow } from '../../src/modules/audit/audit.table.js';

const digest = (salt: string, text: string): string =>
  createHash('sha256').update(`${salt}:${text}`).digest('hex');

/** An entry of form 2, with the hash that it was given when there was no other form. */
export function formerEntry(): AuditRow {
  const row = {
    sequence: 1,
    id: '01890000-0000-7000-8000-000000000001',
    action: 'user.updated',
    actorId: '01890000-0000-7000-8000-000000000002',
    organizationId: null,
    resourceType: 'user',
    resourceId: '01890000-0000-7000-8000-000000000003',
    details: { a: 1 },
    ipAddress: '192.0.2.1',
    requestId: 'request-1',
    occurredAt: new Date('2026-01-02T03:04:05.678Z'),
    previousHash: '0'.repeat(64),
    form: 2,
    detailsSalt: 's',
    detailsDigest: digest('s', '{"a":1}'),
    addressSalt: 't',
    addressDigest: digest('t', '"192.0.2.1"'),
    erasedFor: null,
    impersonatorId: null,
    userAgent: null,
    traceId: null,
    source: null,
    version: null,
  };
  return { ...row, hash: '87068d70aef7470001ee231356087f74eef26041138188300867736af25a5145' };
}
