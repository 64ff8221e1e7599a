import { z } from 'zod';
import { typeNames } from './event.js';
import { id, timestamp } from './fields.js';
import { pageOf, pageQuery } from './page.js';
import { progress } from './progress.js';
import { route } from './route.js';

/** Name of a listener, such as `webhooks`. */
const listenerName = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9-]*$/, 'must be the name of a listener');

/** Whoever does something when events have happened. */
export const eventListener = z.object({
  name: z.string(),
  /** Types it wants; null for all. */
  types: z.array(z.string()).nullable(),
  /** Past events may be given to it again. */
  replayRefusal: z.string().nullable(),
  /** Events that it gave up on. */
  parked: z.number().int(),
});
export type EventListenerInfo = z.output<typeof eventListener>;

/** An event that a listener gave up on after several tries. */
export const parkedEvent = z.object({
  listener: z.string(),
  eventId: id,
  type: z.string(),
  /** What it is about, such as `user/<id>`. */
  subject: z.string().nullable(),
  organizationId: id.nullable(),
  occurredAt: timestamp,
  parkedAt: timestamp,
  /** Request that led to it, and its trace (W3C Trace Context); null for what has none. */
  correlationId: z.string().nullable(),
  traceId: z.string().nullable(),
  attempts: z.number().int(),
  /** What went wrong at the last try. */
  error: z.string(),
  /** The event's data; what is sealed for listeners alone is left out. */
  data: z.record(z.string(), z.unknown()),
});
export type ParkedEvent = z.output<typeof parkedEvent>;

/** Past events on their way to one listener, once more. */
export const eventReplay = progress.extend({
  listener: z.string(),
  from: timestamp,
  until: timestamp,
  /** Null for all that the listener wants. */
  types: z.array(z.string()).nullable(),
  handled: z.number().int(),
  /** Events that the listener could not handle; they are passed over. */
  failed: z.number().int(),
  /** Of the last one that failed. */
  error: z.string().nullable(),
});
export type EventReplay = z.output<typeof eventReplay>;

/** Work in the background that was given up after all its tries. */
export const failedJob = z.object({
  id: z.string(),
  /** Which queue it was in. */
  tier: z.enum(['main', 'notifications']),
  name: z.string(),
  /** In the words of its last try. */
  error: z.string(),
  attempts: z.number().int(),
  failedAt: timestamp,
});
export type FailedJob = z.output<typeof failedJob>;

const eventType = z.string().max(100);
/** Which parked events are meant: all, or those of a type or a time in which they happened. */
const whichParked = z.object({
  type: eventType.optional(),
  'occurredAt[gte]': timestamp.optional(),
  'occurredAt[lt]': timestamp.optional(),
});
const discardReason = z.string().trim().min(3).max(500);

const read = { access: 'event:read', rateLimit: 'api' } as const;
const change = { access: 'event:retry', rateLimit: 'api', method: 'POST' } as const;
const ofListener = z.object({ listener: listenerName });
const oneParked = ofListener.extend({ id });

export const eventLogRoutes = {
  listeners: route({
    ...read,
    name: 'events.listeners',
    method: 'GET',
    path: '/events/listeners',
    summary: 'Who listens to events, and how far back they can be replayed',
    status: 200,
    response: z.object({ data: z.array(eventListener), replayableFrom: timestamp }),
    errors: [],
  }),
  parked: route({
    ...read,
    name: 'events.parked',
    method: 'GET',
    path: '/events/parked',
    summary: 'Events that a listener gave up on, latest first',
    query: pageQuery.extend({ listener: listenerName.optional() }).extend(whichParked.shape),
    status: 200,
    response: pageOf(parkedEvent),
    errors: [],
  }),
  retry: route({
    ...change,
    name: 'events.retry',
    path: '/events/parked/:listener/:id/retry',
    summary: 'Have a parked event handled again; it gets all its tries back',
    params: oneParked,
    status: 204,
    errors: ['not_found'],
  }),
  retryAll: route({
    ...change,
    name: 'events.retryAll',
    path: '/events/parked/:listener/retry',
    summary: 'Have all parked events of a listener handled again; the answer says how many',
    params: ofListener,
    status: 202,
    response: z.object({ retried: z.number().int() }),
    errors: ['not_found'],
    idempotent: true,
  }),
  discard: route({
    ...change,
    name: 'events.discard',
    path: '/events/parked/:listener/:id/discard',
    summary: 'Give a parked event up for good, for a reason',
    params: oneParked,
    body: z.object({ reason: discardReason }),
    status: 204,
    errors: ['not_found'],
  }),
  failedJobs: route({
    ...read,
    name: 'events.failedJobs',
    method: 'GET',
    path: '/events/failed-jobs',
    summary: 'Work in the background that was given up, the latest hundred; kept for a week',
    status: 200,
    response: z.object({ data: z.array(failedJob) }),
    errors: [],
  }),
  retryJob: route({
    ...change,
    name: 'events.retryJob',
    path: '/events/failed-jobs/:tier/:id/retry',
    summary: 'Have a job done again that was given up; it gets all its tries back',
    params: z.object({ tier: failedJob.shape.tier, id: z.string().min(1).max(300) }),
    status: 204,
    errors: ['not_found'],
  }),
  discardAll: route({
    ...change,
    name: 'events.discardAll',
    path: '/events/parked/:listener/discard',
    summary:
      'Give parked events of a listener up for good, for a reason; news of erasures stay, and the answer says how many went',
    params: ofListener,
    body: whichParked.extend({ reason: discardReason }),
    status: 202,
    response: z.object({ discarded: z.number().int() }),
    errors: ['not_found'],
    idempotent: true,
  }),
  replay: route({
    ...change,
    name: 'events.replay',
    path: '/events/replay',
    summary: 'Give the events of a time to one listener again, each once',
    body: z.object({
      listener: listenerName,
      from: timestamp,
      /** Default: now. */
      until: timestamp.optional(),
      types: typeNames.min(1).optional(),
    }),
    status: 202,
    response: eventReplay,
    idempotent: true,
    errors: [],
  }),
  replays: route({
    ...read,
    name: 'events.replays',
    method: 'GET',
    path: '/events/replays',
    summary: 'Replays, latest first',
    query: pageQuery,
    status: 200,
    response: pageOf(eventReplay),
    errors: [],
  }),
  replayProgress: route({
    ...read,
    name: 'events.replayProgress',
    method: 'GET',
    path: '/events/replays/:id',
    summary: 'How far a replay has got',
    params: z.object({ id }),
    status: 200,
    response: eventReplay,
    errors: ['not_found'],
  }),
  cancelReplay: route({
    ...change,
    name: 'events.cancelReplay',
    path: '/events/replays/:id/cancel',
    summary:
      'End a replay where it stands; what was handled stays so, and one that is over stays as it is',
    params: z.object({ id }),
    status: 200,
    response: eventReplay,
    errors: ['not_found'],
  }),
};
