import { RefreshCw } from 'lucide-react';
import { events } from '@gatehouse/contracts/events';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Input } from '../../ui/input';
import { Select } from '../../ui/select';
import { chosenDays, periods, type AuditFilter } from './audit';

interface AuditFiltersProps {
  filter: AuditFilter;
  people: ReadonlyMap<string, string>;
  busy: boolean;
  onChange: (change: AuditFilter) => void;
  onRefresh: () => void;
}

const kinds = Object.values(events);
const filled = (value: string) => (value === '' ? undefined : value);

const DayRange = ({ filter, onChange }: Pick<AuditFiltersProps, 'filter' | 'onChange'>) => (
  <div className="grid gap-3 sm:col-span-4 sm:grid-cols-[12rem_12rem]">
    <Field label="First day">
      {(control) => (
        <Input
          {...control}
          type="date"
          max={filter.until}
          value={filter.from ?? ''}
          onChange={({ target }) => onChange({ from: filled(target.value) })}
        />
      )}
    </Field>
    <Field label="Last day">
      {(control) => (
        <Input
          {...control}
          type="date"
          min={filter.from}
          value={filter.until ?? ''}
          onChange={({ target }) => onChange({ until: filled(target.value) })}
        />
      )}
    </Field>
  </div>
);

export const AuditFilters = ({ filter, people, busy, onChange, onRefresh }: AuditFiltersProps) => (
  <search className="grid gap-2 p-3 sm:grid-cols-[1fr_1fr_1fr_auto] sm:px-5 sm:py-4">
    <Select
      aria-label="What happened"
      value={filter.action ?? ''}
      onChange={({ target }) => onChange({ action: filled(target.value) })}
    >
      <option value="">Anything that happened</option>
      {kinds.map(({ type, summary }) => (
        <option key={type} value={type}>
          {summary}
        </option>
      ))}
    </Select>
    <Select
      aria-label="Who did it"
      value={filter.actor ?? ''}
      onChange={({ target }) => onChange({ actor: filled(target.value) })}
    >
      <option value="">Done by anyone</option>
      {[...people].map(([id, name]) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
    <Select
      aria-label="When"
      value={filter.since ?? ''}
      onChange={({ target }) =>
        onChange({ since: filled(target.value), from: undefined, until: undefined })
      }
    >
      <option value="">At any time</option>
      {Object.entries(periods).map(([key, { label }]) => (
        <option key={key} value={key}>
          {label}
        </option>
      ))}
      <option value={chosenDays}>Chosen days</option>
    </Select>
    <Button busy={busy} onClick={onRefresh}>
      {!busy && <RefreshCw aria-hidden />} Refresh
    </Button>
    {filter.since === chosenDays && <DayRange filter={filter} onChange={onChange} />}
  </search>
);
