import type { CloudEvent } from '@gatehouse/contracts/events';
import type { WebhookPayload } from '@gatehouse/contracts/webhooks';
import { newId } from '../../../kernel/id.js';
import type { DeliveryRow } from './deliveries.table.js';

const payloadOf = (event: CloudEvent): WebhookPayload => ({
  type: event.type,
  timestamp: event.time,
  organizationId: event.organizationid ?? null,
  actorId: event.actorid ?? null,
  data: event.data,
});

/** An event on its way to an endpoint. */
export const newDelivery = (endpointId: string, event: CloudEvent, now: Date): DeliveryRow => ({
  id: newId(),
  endpointId,
  eventId: event.id,
  eventType: event.type,
  payload: JSON.stringify(payloadOf(event)),
  state: 'pending',
  claim: 0,
  attempts: 0,
  lastStatus: null,
  round: 0,
  nextAttemptAt: now,
  leasedUntil: null,
  createdAt: now,
  correlationId: event.correlationid ?? null,
  traceparent: event.traceparent ?? null,
});
