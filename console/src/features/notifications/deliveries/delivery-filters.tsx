import { X } from 'lucide-react';
import { categories, type Category, channels } from '@gatehouse/contracts/notifications/categories';
import { deliveryStates } from '@gatehouse/contracts/notifications/deliveries';
import { Button } from '../../../ui/button';
import { DayRange } from '../../../ui/filters/day-range';
import { FilterBar } from '../../../ui/filters/filter-bar';
import { FilterSelect } from '../../../ui/filter-select';
import { channelLabels, type SentFilter, states } from './deliveries';

const stateOptions = deliveryStates.map((state) => [state, states[state].name] as const);
const channelOptions = channels.map((channel) => [channel, channelLabels[channel]] as const);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- keys of the table of categories
const categoryOptions = Object.entries(categories) as [Category, string][];

interface DeliveryFiltersProps {
  filter: SentFilter;
  onChange: (part: SentFilter) => void;
}

/** Which deliveries are shown. */
export const DeliveryFilters = ({ filter, onChange }: DeliveryFiltersProps) => (
  <FilterBar filter={filter} onClear={onChange} className="sm:grid-cols-3">
    <FilterSelect
      label="State"
      any="Any state"
      options={stateOptions}
      value={filter.state}
      onChange={(state) => onChange({ state })}
    />
    <FilterSelect
      label="Channel"
      any="Any channel"
      options={channelOptions}
      value={filter.channel}
      onChange={(channel) => onChange({ channel })}
    />
    <FilterSelect
      label="About"
      any="About anything"
      options={categoryOptions}
      value={filter.category}
      onChange={(category) => onChange({ category })}
    />
    <DayRange days={filter} onChange={onChange} />
    {filter.userId !== undefined && (
      <Button onClick={() => onChange({ userId: undefined })}>
        <X aria-hidden /> To everybody again
      </Button>
    )}
  </FilterBar>
);
