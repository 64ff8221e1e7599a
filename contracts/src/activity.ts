import type { z } from 'zod';
import { auditEntry } from './audit.js';
import { accountEvents } from './identity/account-events.js';
import { sessionEvents } from './identity/session-events.js';
import { place } from './identity/sessions.js';
import { pageOf, pageQuery } from './page.js';
import { route } from './route.js';

/** Kinds of events that people are shown of their own account. */
export const activityTypes: readonly string[] = Object.values({
  ...accountEvents,
  ...sessionEvents,
}).map(({ type }) => type);

/** What happened to one's own account, and where it was done. */
export const activityEntry = auditEntry
  .pick({
    id: true,
    action: true,
    actorId: true,
    actorName: true,
    affectedId: true,
    affectedName: true,
    details: true,
    ipAddress: true,
    occurredAt: true,
  })
  .extend({ place });
export type ActivityEntry = z.output<typeof activityEntry>;

export const activityRoutes = {
  list: route({
    name: 'activity.list',
    method: 'GET',
    path: '/auth/activity',
    summary:
      'What happened to my account, latest first: sign-ins, failed ones, sessions, passwords, second factors, addresses',
    access: 'signed_in',
    rateLimit: 'api',
    query: pageQuery,
    status: 200,
    response: pageOf(activityEntry),
    errors: [],
  }),
};
