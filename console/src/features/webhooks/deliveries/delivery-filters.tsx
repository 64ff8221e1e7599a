import { events } from '@gatehouse/contracts/events';
import { responseClasses } from '@gatehouse/contracts/webhooks';
import { FilterSelect } from '../../../ui/filter-select';
import { Input } from '../../../ui/input';
import type { DeliveryFilter } from './deliveries';

const states = [
  ['pending', 'On their way'],
  ['succeeded', 'Delivered'],
  ['failed', 'Given up'],
  ['switched_off', 'Switched off'],
] as const;
const types = Object.values(events)
  .map(({ type }): [string, string] => [type, type])
  .toSorted(([one], [other]) => (one < other ? -1 : 1));
const responses = responseClasses.map(
  (name) => [name, name === 'none' ? 'No answer' : name] as const,
);
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface DeliveryFiltersProps {
  filter: DeliveryFilter;
  onChange: (part: DeliveryFilter) => void;
}

/** Which deliveries are shown. */
export const DeliveryFilters = ({ filter, onChange }: DeliveryFiltersProps) => (
  <search className="grid gap-2 p-3 sm:grid-cols-2 sm:px-5 sm:py-4 lg:grid-cols-4">
    <FilterSelect
      label="State"
      any="In any state"
      options={states}
      value={filter.state}
      onChange={(state) => onChange({ state })}
    />
    <FilterSelect
      label="Event"
      any="Any event"
      options={types}
      value={filter.eventType}
      onChange={(eventType) => onChange({ eventType })}
    />
    <FilterSelect
      label="Last answer"
      any="Any answer"
      options={responses}
      value={filter.response}
      onChange={(response) => onChange({ response })}
    />
    <Input
      aria-label="webhook-id"
      placeholder="webhook-id"
      onChange={({ target }) => {
        const text = target.value.trim();
        // A part of an id finds nothing, and is on its way to be one.
        if (text === '' || uuid.test(text)) onChange({ eventId: text === '' ? undefined : text });
      }}
    />
  </search>
);
