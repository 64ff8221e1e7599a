import { z } from 'zod';
import { typeNames } from './event.js';
import { id, timestamp } from './fields.js';
import { pageOf, pageQuery } from './page.js';
import { progress } from './progress.js';
import { route } from './route.js';

/** Why no more events are sent to an endpoint until somebody resumes it. */
export const disableReasons = ['gone', 'failing'] as const;
export type DisableReason = (typeof disableReasons)[number];

/** An address of the organization's own that events are sent to (Standard Webhooks 1.0). */
export const webhookEndpoint = z.object({
  id,
  url: z.string(),
  description: z.string(),
  /** Types of events it wants; empty for all. */
  eventTypes: z.array(z.string()),
  /** Also gets what belongs to the installation, such as alerts; set by its staff. */
  installation: z.boolean(),
  /** `paused` keeps what happens meanwhile; `disabled` was switched off by repeated failure. */
  status: z.enum(['enabled', 'paused', 'disabled']),
  disabledReason: z.enum(disableReasons).nullable(),
  /**
   * `whpk_...`, by which anybody can verify the `v1a` signature and nobody can sign (Ed25519); null
   * for an endpoint from before there were any, until its secret is rotated.
   */
  publicKey: z.string().nullable(),
  /** Since when every try has failed; null while it works. */
  failingSince: timestamp.nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type WebhookEndpoint = z.output<typeof webhookEndpoint>;

/** The secret, `whsec_...`, is shown this once. */
const withSecret = webhookEndpoint.extend({ secret: z.string() });

/** One event on its way to one endpoint. */
export const webhookDelivery = z.object({
  id,
  endpointId: id,
  /** `webhook-id` of the request: the event's id, the same at every try. */
  eventId: id,
  eventType: z.string(),
  /** `failed`: given up; `switched_off`: its endpoint was, while it waited or when it happened. */
  state: z.enum(['pending', 'succeeded', 'failed', 'switched_off']),
  attempts: z.number().int(),
  /** Of the last answer; null where there was none. */
  lastStatus: z.number().int().nullable(),
  /** When it is tried again; null when it is over. */
  nextAttemptAt: timestamp.nullable(),
  createdAt: timestamp,
});
export type WebhookDelivery = z.output<typeof webhookDelivery>;

/** With the body that is signed and sent, the same at every try. */
const fullDelivery = webhookDelivery.extend({ payload: z.string() });

/** Classes of answers, `none` where there was none. */
export const responseClasses = ['1xx', '2xx', '3xx', '4xx', '5xx', 'none'] as const;
export type ResponseClass = (typeof responseClasses)[number];

/** One try. */
export const webhookAttempt = z.object({
  id,
  startedAt: timestamp,
  /** In milliseconds. */
  duration: z.number().int(),
  /** Of the answer; null when there was none. */
  status: z.number().int().nullable(),
  /** Why there was none. */
  error: z.string().nullable(),
  /** Of the answer, the first of them. */
  responseHeaders: z.record(z.string(), z.string()),
  /** Beginning of the answer's body. */
  responseBody: z.string(),
});
export type WebhookAttempt = z.output<typeof webhookAttempt>;

/** What failed on its way to an endpoint, or was kept while that was switched off, put on the schedule again piece by piece. */
export const webhookRecovery = progress.extend({
  endpointId: id,
  /** Of deliveries that were made in this time. */
  since: timestamp,
  until: timestamp,
  /** Deliveries that are on the schedule again. */
  recovered: z.number().int(),
});
export type WebhookRecovery = z.output<typeof webhookRecovery>;

/** The body of a webhook, as Standard Webhooks recommends it. */
export const webhookPayload = z.object({
  type: z.string(),
  /** When it happened. */
  timestamp,
  organizationId: id.nullable(),
  /** Who did it; null when nobody of ours did. */
  actorId: id.nullable(),
  data: z.record(z.string(), z.unknown()),
});
export type WebhookPayload = z.output<typeof webhookPayload>;

const byId = z.object({ id });
const access = 'webhook:manage';
const rateLimit = 'api';

const wish = z.object({
  url: z.url({ protocol: /^https?$/, error: 'must be an https:// address' }).max(2000),
  description: z.string().trim().max(200).default(''),
  eventTypes: typeNames.default([]),
  /** Takes `security:manage`, and so does every later change of the endpoint. */
  installation: z.boolean().default(false),
});

export const webhookRoutes = {
  eventTypes: route({
    name: 'webhooks.eventTypes',
    method: 'GET',
    path: '/webhooks/event-types',
    summary: 'Types of events that can be sent, each with the JSON Schema of its data',
    access,
    rateLimit,
    status: 200,
    response: z.object({
      data: z.array(
        z.object({
          type: z.string(),
          summary: z.string(),
          /** It goes to endpoints that are marked `installation` alone. */
          installation: z.boolean(),
          /** Nothing tells of it yet. */
          announced: z.boolean(),
          dataSchema: z.record(z.string(), z.unknown()),
        }),
      ),
    }),
    errors: [],
  }),
  list: route({
    name: 'webhooks.list',
    method: 'GET',
    path: '/webhooks',
    summary: 'Webhook endpoints of the organization, latest first',
    access,
    rateLimit,
    query: pageQuery,
    status: 200,
    response: pageOf(webhookEndpoint),
    errors: [],
  }),
  create: route({
    name: 'webhooks.create',
    method: 'POST',
    path: '/webhooks',
    summary: 'Add an endpoint; its secret is shown this once',
    access,
    recentProof: 'people',
    rateLimit,
    body: wish,
    status: 201,
    response: withSecret,
    errors: ['address_not_allowed', 'unknown_event_type'],
    idempotent: true,
  }),
  get: route({
    name: 'webhooks.get',
    method: 'GET',
    path: '/webhooks/:id',
    summary: 'One endpoint',
    access,
    rateLimit,
    params: byId,
    status: 200,
    response: webhookEndpoint,
    errors: ['not_found'],
  }),
  update: route({
    name: 'webhooks.update',
    method: 'PATCH',
    path: '/webhooks/:id',
    summary: 'Change where an endpoint is and what it wants',
    access,
    recentProof: 'people',
    rateLimit,
    params: byId,
    body: z.object({
      url: wish.shape.url.optional(),
      description: z.string().trim().max(200).optional(),
      eventTypes: typeNames.optional(),
      installation: z.boolean().optional(),
    }),
    status: 200,
    response: webhookEndpoint,
    errors: ['not_found', 'address_not_allowed', 'unknown_event_type', 'precondition_failed'],
  }),
  remove: route({
    name: 'webhooks.remove',
    method: 'DELETE',
    path: '/webhooks/:id',
    summary: 'Remove an endpoint with everything that waits for it',
    access,
    rateLimit,
    params: byId,
    status: 204,
    errors: ['not_found'],
  }),
  pause: route({
    name: 'webhooks.pause',
    method: 'POST',
    path: '/webhooks/:id/pause',
    summary: 'Send nothing for now, such as during a deployment; what happens meanwhile is kept',
    access,
    rateLimit,
    params: byId,
    status: 200,
    response: webhookEndpoint,
    errors: ['not_found'],
  }),
  resume: route({
    name: 'webhooks.resume',
    method: 'POST',
    path: '/webhooks/:id/resume',
    summary: 'Send again what waits and what comes',
    access,
    rateLimit,
    params: byId,
    status: 200,
    response: webhookEndpoint,
    errors: ['not_found'],
  }),
  rotateSecret: route({
    name: 'webhooks.rotateSecret',
    method: 'POST',
    path: '/webhooks/:id/secret/rotate',
    summary: 'Give an endpoint a new secret; for a while every request carries both signatures',
    access,
    recentProof: 'people',
    rateLimit,
    params: byId,
    body: z.object({ overlapHours: z.number().int().min(0).max(168).default(24) }),
    status: 200,
    response: withSecret,
    errors: ['not_found'],
    idempotent: true,
  }),
  test: route({
    name: 'webhooks.test',
    method: 'POST',
    path: '/webhooks/:id/test',
    summary: 'Send an event of type webhook.test, whatever the state of the endpoint',
    access,
    rateLimit,
    params: byId,
    status: 202,
    response: webhookDelivery,
    errors: ['not_found'],
    idempotent: true,
  }),
  deliveries: route({
    name: 'webhooks.deliveries',
    method: 'GET',
    path: '/webhooks/:id/deliveries',
    summary: 'What was sent to an endpoint or waits for it, latest first',
    access,
    rateLimit,
    params: byId,
    query: pageQuery.extend({
      state: webhookDelivery.shape.state.optional(),
      eventType: z.string().max(100).optional(),
      /** The `webhook-id` of the request. */
      eventId: id.optional(),
      /** Of the last try. */
      response: z.enum(responseClasses).optional(),
    }),
    status: 200,
    response: pageOf(webhookDelivery),
    errors: ['not_found'],
  }),
  delivery: route({
    name: 'webhooks.delivery',
    method: 'GET',
    path: '/webhook-deliveries/:id',
    summary: 'One delivery with the body that is sent',
    access,
    rateLimit,
    params: byId,
    status: 200,
    response: fullDelivery,
    errors: ['not_found'],
  }),
  attempts: route({
    name: 'webhooks.attempts',
    method: 'GET',
    path: '/webhook-deliveries/:id/attempts',
    summary: 'The tries of a delivery, latest first',
    access,
    rateLimit,
    params: byId,
    query: pageQuery,
    status: 200,
    response: pageOf(webhookAttempt),
    errors: ['not_found'],
  }),
  resend: route({
    name: 'webhooks.resend',
    method: 'POST',
    path: '/webhook-deliveries/:id/resend',
    summary: 'Send an event again, with the same id; to a paused endpoint once it is resumed',
    access,
    rateLimit,
    params: byId,
    status: 202,
    response: webhookDelivery,
    errors: ['not_found', 'conflict'],
    idempotent: true,
  }),
  recover: route({
    name: 'webhooks.recover',
    method: 'POST',
    path: '/webhooks/:id/recover',
    summary:
      'Send again what failed or was switched off since a time, each once; a job whose progress can be read',
    access,
    rateLimit,
    params: byId,
    body: z.object({
      since: timestamp,
      /** Default: now. */
      until: timestamp.optional(),
    }),
    status: 202,
    response: webhookRecovery,
    errors: ['not_found', 'conflict'],
    idempotent: true,
  }),
  recoveries: route({
    name: 'webhooks.recoveries',
    method: 'GET',
    path: '/webhooks/:id/recoveries',
    summary: 'What was sent again of what failed, latest first',
    access,
    rateLimit,
    params: byId,
    query: pageQuery,
    status: 200,
    response: pageOf(webhookRecovery),
    errors: ['not_found'],
  }),
  recovery: route({
    name: 'webhooks.recovery',
    method: 'GET',
    path: '/webhook-recoveries/:id',
    summary: 'How far sending again has got',
    access,
    rateLimit,
    params: byId,
    status: 200,
    response: webhookRecovery,
    errors: ['not_found'],
  }),
  cancelRecovery: route({
    name: 'webhooks.cancelRecovery',
    method: 'POST',
    path: '/webhook-recoveries/:id/cancel',
    summary:
      'Put nothing more on the schedule; what is there stays, and a recovery that is over stays as it is',
    access,
    rateLimit,
    params: byId,
    status: 200,
    response: webhookRecovery,
    errors: ['not_found'],
  }),
};
