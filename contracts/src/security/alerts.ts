import { z } from 'zod';
import { alertSeverities } from '../events.js';
import { id, timestamp } from '../fields.js';
import { pageOf, pageQuery } from '../page.js';
import { route } from '../route.js';
import { detectionKeys } from './detections.js';
import { networkReason } from './networks.js';

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

/** What somebody said of an alert; `resolved` and `reopened`: why they did that. */
export const alertNoteKinds = ['note', 'resolved', 'reopened'] as const;
export const alertNote = z.object({
  id,
  kind: z.enum(alertNoteKinds),
  text: z.string(),
  authorId: id.nullable(),
  authorName: z.string().nullable(),
  createdAt: timestamp,
});
export type AlertNote = z.output<typeof alertNote>;

/** Which alerts. */
const filter = z.object({
  state: z.enum(alertStates).optional(),
  severity: z.enum(alertSeverities).optional(),
  detection: z.enum(detectionKeys).optional(),
  /** Whose it is; `nobody` for those that nobody has. */
  assignee: id.or(z.literal('nobody')).optional(),
  /** An address, or a person's id. */
  subject: z.string().trim().min(1).max(100).optional(),
});

export type AlertsChosen = z.output<typeof filter>;

const because = z.object({ reason: networkReason });
const params = z.object({ id });
const manage = 'security:manage';
const rateLimit = 'api';
const answer = { status: 200, response: securityAlert } as const;

export const alertRoutes = {
  list: route({
    name: 'alerts.list',
    method: 'GET',
    path: '/security/alerts',
    summary: 'Alerts, those seen last first',
    access: 'security:read',
    rateLimit,
    query: pageQuery.extend(filter.shape),
    status: 200,
    response: pageOf(securityAlert),
    errors: [],
  }),
  get: route({
    name: 'alerts.get',
    method: 'GET',
    path: '/security/alerts/:id',
    summary: 'An alert, and what was said of it, oldest first',
    access: 'security:read',
    rateLimit,
    params,
    status: 200,
    response: securityAlert.extend({ notes: z.array(alertNote) }),
    errors: ['not_found'],
  }),
  assignees: route({
    name: 'alerts.assignees',
    method: 'GET',
    path: '/security/assignees',
    summary: 'Staff whom an alert may be given to',
    access: 'security:read',
    rateLimit,
    status: 200,
    response: z.object({ data: z.array(z.object({ id, name: z.string() })) }),
    errors: [],
  }),
  note: route({
    name: 'alerts.note',
    method: 'POST',
    path: '/security/alerts/:id/notes',
    summary: 'Say something of an alert, which other staff read',
    access: manage,
    rateLimit,
    params,
    body: z.object({ text: z.string().trim().min(1).max(2000) }),
    status: 201,
    response: alertNote,
    errors: ['not_found'],
    idempotent: true,
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
    summary: 'Give an alert to somebody of the staff who may answer it, or to nobody',
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
    summary: 'Close an alert, for a reason',
    access: manage,
    rateLimit,
    params,
    body: because,
    ...answer,
    errors: ['not_found', 'conflict'],
  }),
  resolveAll: route({
    name: 'alerts.resolveAll',
    method: 'POST',
    path: '/security/alerts/resolve',
    summary: 'Close all alerts of a kind, at most 5,000 at a time, for one reason',
    access: manage,
    rateLimit,
    body: filter.extend({
      /** Those that were seen later stay as they are: whoever decides has not seen them. */
      seenUntil: timestamp,
      ...because.shape,
    }),
    status: 200,
    /** `more`: whether there may be more of them. */
    response: z.object({ resolved: z.number().int(), more: z.boolean() }),
    errors: [],
    idempotent: true,
  }),
  reopen: route({
    name: 'alerts.reopen',
    method: 'POST',
    path: '/security/alerts/:id/reopen',
    summary: 'Open a resolved alert again, for a reason',
    access: manage,
    rateLimit,
    params,
    body: because,
    ...answer,
    errors: ['not_found', 'conflict'],
  }),
};
