import { RefreshCw } from 'lucide-react';
import { events } from '@gatehouse/contracts/events';
import { Button } from '../../../ui/button';
import { Field } from '../../../ui/field';
import { FilterSelect } from '../../../ui/filter-select';
import { Input } from '../../../ui/input';
import { SettledInput } from './settled-input';
import { ActorFilter } from './actor-filter';
import { OrganizationFilter } from '../../identity/support/organization-filter';
import { chosenDays, periods, type AuditFilter } from '../audit';

interface AuditFiltersProps {
  filter: AuditFilter;
  /** Names by id of who did what is shown. */
  actors: ReadonlyMap<string, string>;
  searchesPeople: boolean;
  /** Of every organization. */
  seesAll: boolean;
  busy: boolean;
  onChange: (change: AuditFilter) => void;
  onRefresh: () => void;
}

const kinds = Object.values(events).map(({ type, summary }): [string, string] => [type, summary]);
const times: [string, string][] = [
  ...Object.entries(periods).map(([key, { label }]): [string, string] => [key, label]),
  [chosenDays, 'Chosen days'],
];
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

export const AuditFilters = ({
  filter,
  actors,
  searchesPeople,
  seesAll,
  busy,
  onChange,
  onRefresh,
}: AuditFiltersProps) => (
  <search className="grid gap-2 p-3 sm:grid-cols-[1fr_1fr_1fr_auto] sm:px-5 sm:py-4">
    <FilterSelect
      label="What happened"
      any="Anything that happened"
      options={kinds}
      value={filter.action}
      onChange={(action) => onChange({ action })}
    />
    <ActorFilter
      actor={filter.actor}
      shown={actors}
      searches={searchesPeople}
      onChange={(actor) => onChange({ actor })}
    />
    <FilterSelect
      label="When"
      any="At any time"
      options={times}
      value={filter.since}
      onChange={(since) => onChange({ since, from: undefined, until: undefined })}
    />
    <Button busy={busy} onClick={onRefresh}>
      {!busy && <RefreshCw aria-hidden />} Refresh
    </Button>
    <SettledInput
      label="Address"
      placeholder="From any address"
      value={filter.address}
      onSettle={(address) => onChange({ address })}
    />
    <SettledInput
      label="Request id"
      placeholder="Of any request"
      value={filter.request}
      onSettle={(request) => onChange({ request })}
    />
    <FilterSelect
      label="In whose name"
      any="Acting or not"
      options={[
        ['true', 'Acting for somebody'],
        ['false', 'By themselves'],
      ]}
      value={filter.impersonated}
      onChange={(impersonated) => onChange({ impersonated })}
    />
    {seesAll && (
      <OrganizationFilter
        organization={filter.organization}
        onChange={(organization) => onChange({ organization })}
      />
    )}
    {filter.since === chosenDays && <DayRange filter={filter} onChange={onChange} />}
  </search>
);
