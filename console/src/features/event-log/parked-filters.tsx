import type { EventListenerInfo } from '@gatehouse/contracts/event-log';
import { events } from '@gatehouse/contracts/events';
import { FilterSelect } from '../../ui/filter-select';
import { DayFilter } from '../../ui/input';
import type { ParkedFilter } from './events';

const types = Object.values(events).map(({ type }): [string, string] => [type, type]);

interface ParkedFiltersProps {
  listeners: readonly EventListenerInfo[];
  filter: ParkedFilter;
  onChange: (filter: ParkedFilter) => void;
}

/** Which parked events are listed. */
export const ParkedFilters = ({ listeners, filter, onChange }: ParkedFiltersProps) => (
  <search className="grid gap-2 px-4 pb-3 sm:grid-cols-4 sm:px-5">
    <FilterSelect
      label="Listener"
      any="Every listener"
      options={listeners.map(({ name, parked }) => [name, `${name} (${parked})`])}
      value={filter.listener}
      onChange={(listener) => onChange({ ...filter, listener })}
    />
    <FilterSelect
      label="Type"
      any="Of any type"
      options={types}
      value={filter.type}
      onChange={(type) => onChange({ ...filter, type })}
    />
    {(['from', 'until'] as const).map((end) => (
      <DayFilter
        key={end}
        label={end === 'from' ? 'First day' : 'Last day'}
        value={filter[end]}
        onChange={(day) => onChange({ ...filter, [end]: day })}
      />
    ))}
  </search>
);
