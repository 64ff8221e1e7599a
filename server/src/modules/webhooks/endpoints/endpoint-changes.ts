import type { EventData, events } from '@gatehouse/contracts/events';
import type { EndpointRow } from './endpoints.table.js';

type Changes = EventData<typeof events.webhookUpdated>['changes'];

const fields = ['url', 'description', 'eventTypes', 'installation'] as const;

/** What is another by now of what people may change. */
export function changesOf(before: EndpointRow, now: EndpointRow): Changes {
  const changed = fields.filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(now[field]),
  );
  return Object.fromEntries(
    changed.map((field) => [field, { from: before[field], to: now[field] }]),
  );
}
