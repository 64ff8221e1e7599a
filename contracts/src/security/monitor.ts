import { z } from 'zod';
import { alertSeverities } from '../events.js';
import { timestamp } from '../fields.js';
import { route } from '../route.js';
import { timelineBucket, topEntry } from './attempts.js';

const count = z.number().int();

/** How the installation stands: asked for, and pushed to staff who watch. */
export const securityMetrics = z.object({
  at: timestamp,
  /** The last 60 minutes, one entry each, oldest first; the last one is not over yet. */
  minutes: z.array(timelineBucket),
  /** Sums of these minutes. */
  attempts: count,
  failures: count,
  activeBlocks: count,
  /** Alerts that nobody has taken on, by severity. */
  openAlerts: z.record(z.enum(alertSeverities), count),
  /** Most failures in the last hour. */
  topAddresses: z.array(topEntry),
  topAccounts: z.array(topEntry),
});
export type SecurityMetrics = z.output<typeof securityMetrics>;

export const monitorRoutes = {
  metrics: route({
    name: 'monitor.metrics',
    method: 'GET',
    path: '/security/metrics',
    summary: 'How the installation stands now',
    access: 'security:read',
    rateLimit: 'api',
    status: 200,
    response: securityMetrics,
    errors: [],
  }),
};
