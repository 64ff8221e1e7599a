import { z } from 'zod';
import { alertSeverities } from '../events.js';
import { id, timestamp } from '../fields.js';
import { route } from '../route.js';

/** What is looked for. */
export const detectionKeys = [
  'password_guessing',
  'credential_stuffing',
  'password_spraying',
  'code_guessing',
  'code_spraying',
  'impossible_travel',
  'new_devices',
  'refresh_token_theft',
  'passkey_cloning',
  'api_key_misuse',
  'high_memory',
  'audit_tampering',
] as const;
export type DetectionKey = (typeof detectionKeys)[number];

/** What happens when it is found. */
export const detectionActions = ['none', 'alert', 'alert_and_block'] as const;
export type DetectionAction = (typeof detectionActions)[number];

const thresholds = z.object({
  /** How many of what `unit` says. */
  threshold: z.number().int().min(1).max(100_000),
  /** In which they are counted. */
  windowMinutes: z.number().int().min(1).max(1440),
});

export const detectionSettings = thresholds.extend({
  enabled: z.boolean(),
  action: z.enum(detectionActions),
  severity: z.enum(alertSeverities),
});
export type DetectionSettings = z.output<typeof detectionSettings>;

export const detection = detectionSettings.extend({
  key: z.enum(detectionKeys),
  title: z.string(),
  description: z.string(),
  /** What whoever sees its alert does first. */
  advice: z.string(),
  /** What the threshold counts. */
  unit: z.string(),
  /** It looks at addresses, which alone can be blocked. */
  canBlock: z.boolean(),
  /** The attempts of the last 30 days can tell what it would have done. */
  canDryRun: z.boolean(),
  /** Why it cannot work here, such as for want of a file; null where it can. */
  missing: z.string().nullable(),
  /** Settings differ from the defaults. */
  changed: z.boolean(),
  updatedBy: id.nullable(),
  updatedAt: timestamp,
});
export type Detection = z.output<typeof detection>;

/** What thresholds would have done over the last 30 days. */
export const dryRun = z.object({
  /** Addresses or accounts that it would have found. */
  found: z.number().int(),
  /** Of these, those that signed in successfully within a day after. */
  laterSignedIn: z.number().int(),
  /** Attempts looked at. */
  attempts: z.number().int(),
  since: timestamp,
});
export type DryRun = z.output<typeof dryRun>;

const params = z.object({ key: z.enum(detectionKeys) });
const rateLimit = 'api';

export const detectionRoutes = {
  list: route({
    name: 'detections.list',
    method: 'GET',
    path: '/security/detections',
    summary: 'What is looked for, from which threshold on, and what happens then',
    access: 'security:read',
    rateLimit,
    status: 200,
    response: z.object({ data: z.array(detection) }),
    errors: [],
  }),
  update: route({
    name: 'detections.update',
    method: 'PUT',
    path: '/security/detections/:key',
    summary: 'Set a detection; takes `If-Match`',
    access: 'security:manage',
    recentProof: true,
    rateLimit,
    params,
    body: detectionSettings,
    status: 200,
    response: detection,
    errors: ['not_found', 'precondition_failed'],
  }),
  dryRun: route({
    name: 'detections.dryRun',
    method: 'POST',
    path: '/security/detections/:key/dry-run',
    summary: 'What thresholds would have done over the last 30 days; nothing is changed',
    access: 'security:read',
    rateLimit,
    params,
    body: thresholds,
    status: 200,
    response: dryRun,
    errors: ['not_found', 'conflict'],
  }),
};
