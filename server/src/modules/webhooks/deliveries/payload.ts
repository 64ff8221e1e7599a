import type { CloudEvent } from '@gatehouse/contracts/events';
import { newId } from '../../../kernel/id.js';
import type { DeliveryRow } from './deliveries.table.js';

/** The body of a webhook, as Standard Webhooks recommends it: type, time and data. */
const payloadOf = (event: CloudEvent): string =>
  JSON.stringify({
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
  payload: payloadOf(event),
  state: 'pending',
  claim: 0,
  attempts: 0,
  round: 0,
  nextAttemptAt: now,
  leasedUntil: null,
  createdAt: now,
});
