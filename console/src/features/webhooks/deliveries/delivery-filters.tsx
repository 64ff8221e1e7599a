import { events } from '@gatehouse/contracts/events';
import { responseClasses } from '@gatehouse/contracts/webhooks';
import { FilterBar } from '../../../ui/filters/filter-bar';
import { FilterSelect } from '../../../ui/filter-select';
import { SettledInput } from '../../../ui/filters/settled-input';
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
  <FilterBar filter={filter} onClear={onChange} className="sm:grid-cols-2 lg:grid-cols-4">
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
    <SettledInput
      label="webhook-id"
      placeholder="webhook-id"
      value={filter.eventId}
      onSettle={(eventId) => {
        if (eventId === undefined || uuid.test(eventId)) onChange({ eventId });
      }}
    />
  </FilterBar>
);
