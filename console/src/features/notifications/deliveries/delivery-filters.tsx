import { X } from 'lucide-react';
import { useState } from 'react';
import { categories, type Category, channels } from '@gatehouse/contracts/notifications/categories';
import { deliveryStates } from '@gatehouse/contracts/notifications/deliveries';
import { beginOf } from '../../../api/values/days';
import { Button } from '../../../ui/button';
import { FilterSelect } from '../../../ui/filter-select';
import { DayFilter } from '../../../ui/input';
import { channelLabels, type DeliveryFilter, states } from './deliveries';

const stateOptions = deliveryStates.map((state) => [state, states[state].name] as const);
const channelOptions = channels.map((channel) => [channel, channelLabels[channel]] as const);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- keys of the table of categories
const categoryOptions = Object.entries(categories) as [Category, string][];

interface DeliveryFiltersProps {
  filter: DeliveryFilter;
  onChange: (part: DeliveryFilter) => void;
}

const DayFilters = ({ onChange }: Pick<DeliveryFiltersProps, 'onChange'>) => {
  const [first, setFirst] = useState<string>();
  const [last, setLast] = useState<string>();
  return (
    <>
      <DayFilter
        label="First day"
        value={first}
        onChange={(day) => {
          setFirst(day);
          onChange({ 'createdAt[gte]': beginOf(day) });
        }}
      />
      <DayFilter
        label="Last day"
        value={last}
        onChange={(day) => {
          setLast(day);
          onChange({ 'createdAt[lt]': beginOf(day, 1) });
        }}
      />
    </>
  );
};

/** Which deliveries are shown. */
export const DeliveryFilters = ({ filter, onChange }: DeliveryFiltersProps) => (
  <search className="grid gap-2 p-3 sm:grid-cols-3 sm:px-5 sm:py-4">
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
    <DayFilters onChange={onChange} />
    {filter.userId !== undefined && (
      <Button onClick={() => onChange({ userId: undefined })}>
        <X aria-hidden /> To everybody again
      </Button>
    )}
  </search>
);
