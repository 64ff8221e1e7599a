import type { EventListenerInfo } from '@gatehouse/contracts/event-log';
import { events } from '@gatehouse/contracts/events';
import { DayRange } from '../../ui/filters/day-range';
import { FilterBar } from '../../ui/filters/filter-bar';
import { FilterSelect } from '../../ui/filter-select';
import type { ParkedFilter } from './events';

const types = Object.values(events).map(({ type }): [string, string] => [type, type]);

interface ParkedFiltersProps {
  listeners: readonly EventListenerInfo[];
  filter: ParkedFilter;
  onChange: (change: ParkedFilter) => void;
}

/** Which parked events are listed. */
export const ParkedFilters = ({ listeners, filter, onChange }: ParkedFiltersProps) => (
  <FilterBar filter={filter} onClear={onChange} className="sm:grid-cols-4">
    <FilterSelect
      label="Listener"
      any="Every listener"
      options={listeners.map(({ name, parked }) => [name, `${name} (${parked})`])}
      value={filter.listener}
      onChange={(listener) => onChange({ listener })}
    />
    <FilterSelect
      label="Type"
      any="Of any type"
      options={types}
      value={filter.type}
      onChange={(type) => onChange({ type })}
    />
    <DayRange days={filter} onChange={onChange} />
  </FilterBar>
);
