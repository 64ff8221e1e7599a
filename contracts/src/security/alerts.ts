import { z } from 'zod';
import { alertSeverities } from '../events.js';
import { id, timestamp } from '../fields.js';
import { pageOf, pageQuery } from '../page.js';
import { route } from '../route.js';
import { detectionKeys } from './detections.js';

/** `muted`: more of the same is counted and nobody is told; when that ends it is as it was before. */
export const alertStates = ['open', 'acknowledged', 'muted', 'resolved'] as const;
export type AlertState = (typeof alertStates)[number];

/** What an alert is about. */
export const subjectTypes = ['address', 'account', 'installation'] as const;
export type SubjectType = (typeof subjectTypes)[number];

export const securityAlert = z.object({
  id,
  detection: z.enum(detectionKeys),
  subjectType: z.enum(subjectTypes),
  /** A range of addresses, or a person's id; null of the installation, and of who was erased. */
  subject: z.string().nullable(),
  subjectName: z.string().nullable(),
  severity: z.enum(alertSeverities),
  summary: z.string(),
  /** What to do about it first. */
  advice: z.string(),
  occurrences: z.number().int(),
  firstAt: timestamp,
  lastAt: timestamp,
  state: z.enum(alertStates),
  mutedUntil: timestamp.nullable(),
  assigneeId: id.nullable(),
  assigneeName: z.string().nullable(),
  updatedAt: timestamp,
});
export type SecurityAlert = z.output<typeof securityAlert>;

const params = z.object({ id });
const manage = 'security:manage';
const rateLimit = 'api';
const answer = { status: 200, response: securityAlert } as const;

export const alertRoutes = {
  list: route({
    name: 'alerts.list',
    method: 'GET',
    path: '/security/alerts',
    summary: 'Alerts, latest first',
    access: 'security:read',
    rateLimit,
    query: pageQuery.extend({ state: z.enum(alertStates).optional() }),
    status: 200,
    response: pageOf(securityAlert),
    errors: [],
  }),
  acknowledge: route({
    name: 'alerts.acknowledge',
    method: 'POST',
    path: '/security/alerts/:id/acknowledge',
    summary: 'Take an open or muted alert on; it is yours then, unless somebody has it',
    access: manage,
    rateLimit,
    params,
    ...answer,
    errors: ['not_found', 'conflict'],
  }),
  assign: route({
    name: 'alerts.assign',
    method: 'POST',
    path: '/security/alerts/:id/assign',
    summary: 'Give an alert to somebody who may see alerts, or to nobody',
    access: manage,
    rateLimit,
    params,
    body: z.object({ assigneeId: id.nullable() }),
    ...answer,
    errors: ['not_found', 'conflict'],
  }),
  mute: route({
    name: 'alerts.mute',
    method: 'POST',
    path: '/security/alerts/:id/mute',
    summary: 'Count more of the same in silence for a while',
    access: manage,
    rateLimit,
    params,
    body: z.object({ minutes: z.number().int().min(1).max(43_200) }),
    ...answer,
    errors: ['not_found', 'conflict'],
  }),
  resolve: route({
    name: 'alerts.resolve',
    method: 'POST',
    path: '/security/alerts/:id/resolve',
    summary: 'Close an alert',
    access: manage,
    rateLimit,
    params,
    ...answer,
    errors: ['not_found', 'conflict'],
  }),
};
