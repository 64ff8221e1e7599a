import { z } from 'zod';
import { eventsFrom } from './event.js';
import { id } from './fields.js';

const event = eventsFrom('/audit');

/** What is done with the audit trail itself. */
export const auditEvents = {
  auditExported: event(
    'audit.exported',
    'The audit trail was taken out as a file',
    z.object({ format: z.string(), filter: z.record(z.string(), z.string()) }),
  ),
  auditVerified: event(
    'audit.verified',
    'The audit trail was verified',
    z.object({
      verificationId: id,
      valid: z.boolean(),
      /** First entry that is not as it was written; null when all are. */
      sequence: z.number().int().nullable(),
    }),
    { installation: true },
  ),
};
