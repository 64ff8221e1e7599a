import { RefreshCw } from 'lucide-react';
import { events } from '@gatehouse/contracts/events';
import { Button } from '../../../ui/button';
import { DayRange } from '../../../ui/filters/day-range';
import { FilterBar } from '../../../ui/filters/filter-bar';
import { FilterSelect } from '../../../ui/filter-select';
import { SettledInput } from '../../../ui/filters/settled-input';
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

export const AuditFilters = ({
  filter,
  actors,
  searchesPeople,
  seesAll,
  busy,
  onChange,
  onRefresh,
}: AuditFiltersProps) => (
  <FilterBar filter={filter} onClear={onChange} className="sm:grid-cols-[1fr_1fr_1fr_auto]">
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
    {filter.since === chosenDays && <DayRange days={filter} onChange={onChange} />}
  </FilterBar>
);
