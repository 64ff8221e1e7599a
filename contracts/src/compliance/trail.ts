import { z } from 'zod';
import { auditVerification } from '../audit.js';
import { route } from '../route.js';

/** How long what is kept, by the settings of the installation. */
export const retentionSettings = {
  GATEHOUSE_KEEP_AUDIT_DAYS: 'Audit trail',
  GATEHOUSE_KEEP_ATTEMPTS_DAYS: 'Attempts to sign in',
  GATEHOUSE_KEEP_SESSIONS_DAYS: 'Sessions that have ended',
  GATEHOUSE_KEEP_NOTIFICATIONS_DAYS: 'Notifications',
  GATEHOUSE_KEEP_WEBHOOKS_DAYS: 'Log of webhooks',
  GATEHOUSE_KEEP_MAILS_DAYS: 'Mails',
  GATEHOUSE_ERASURE_GRACE_DAYS: 'Accounts that are to be erased',
} as const;
export type RetentionSetting = keyof typeof retentionSettings;

const setting = z.enum(Object.keys(retentionSettings) as [RetentionSetting, ...RetentionSetting[]]);

export const trailCompliance = z.object({
  /** The last one, which every night has; null before the first. */
  verification: auditVerification.nullable(),
  retention: z.array(z.object({ setting, days: z.number() })),
});
export type TrailCompliance = z.output<typeof trailCompliance>;

export const trailComplianceRoutes = {
  get: route({
    name: 'trailCompliance.get',
    method: 'GET',
    path: '/compliance/trail',
    summary: 'When the audit trail was verified and what came of it, and how long what is kept',
    access: 'audit:read',
    rateLimit: 'api',
    status: 200,
    response: trailCompliance,
    errors: [],
  }),
};
