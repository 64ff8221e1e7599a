import { attemptFailures, attemptKinds } from '@gatehouse/contracts/security/attempts';
import { Button } from '../../../ui/button';
import { FilterBar } from '../../../ui/filters/filter-bar';
import { SettledInput } from '../../../ui/filters/settled-input';
import { FilterSelect } from '../../../ui/filter-select';
import { Input } from '../../../ui/input';
import { OrganizationFilter } from '../../identity/support/organization-filter';
import { fieldOf, momentOf } from '../overview/span';
import { type AttemptFilter, failures, kindNames } from './attempts';

const outcomes = [
  ['failed', 'Failed'],
  ['succeeded', 'Succeeded'],
] as const;
const devices = [
  ['true', 'New devices'],
  ['false', 'Known devices'],
] as const;

interface PartProps {
  filter: AttemptFilter;
  /** Told of the parts that change. */
  onChange: (change: AttemptFilter) => void;
}

/** The time that is shown; also what was chosen in the time-line. */
const SpanFields = ({ filter, onChange }: PartProps) => (
  <div className="flex flex-wrap items-end gap-2 sm:col-span-4">
    {(['from', 'until'] as const).map((end) => (
      <label key={end} className="text-muted flex items-center gap-2 text-[0.8125rem]">
        <span className="w-10 shrink-0 sm:w-auto">{end === 'from' ? 'From' : 'Until'}</span>
        <Input
          type="datetime-local"
          max="9999-12-31T23:59"
          className="w-52"
          value={fieldOf(filter[end])}
          onChange={({ target }) => onChange({ [end]: momentOf(target.value) })}
        />
      </label>
    ))}
    {(filter.from !== undefined || filter.until !== undefined) && (
      <Button variant="ghost" onClick={() => onChange({ from: undefined, until: undefined })}>
        Any time
      </Button>
    )}
  </div>
);

interface AttemptFiltersProps extends PartProps {
  /** Whether all organizations may be looked through. */
  seesOrganizations: boolean;
}

/** Which attempts are listed. */
export const AttemptFilters = ({ filter, seesOrganizations, onChange }: AttemptFiltersProps) => (
  <FilterBar filter={filter} onClear={onChange} className="sm:grid-cols-4">
    <div className="sm:col-span-4">
      <SettledInput
        label="Address or account"
        placeholder="Address, range or account"
        value={filter.search}
        onSettle={(search) => onChange({ search })}
      />
    </div>
    <FilterSelect
      label="Outcome"
      any="Any outcome"
      options={outcomes}
      value={filter.outcome}
      onChange={(outcome) => onChange({ outcome })}
    />
    <FilterSelect
      label="Kind"
      any="Of any kind"
      options={attemptKinds.map((kind) => [kind, kindNames[kind]])}
      value={filter.kind}
      onChange={(kind) => onChange({ kind })}
    />
    <FilterSelect
      label="Why it failed"
      any="For any reason"
      options={attemptFailures.map((failure) => [failure, failures[failure]])}
      value={filter.failure}
      onChange={(failure) => onChange({ failure })}
    />
    <FilterSelect
      label="Device"
      any="From any device"
      options={devices}
      value={filter.newDevice}
      onChange={(newDevice) => onChange({ newDevice })}
    />
    {seesOrganizations && (
      <div className="sm:col-span-4">
        <OrganizationFilter
          organization={filter.organization}
          onChange={(organization) => onChange({ organization })}
        />
      </div>
    )}
    <SpanFields filter={filter} onChange={onChange} />
  </FilterBar>
);
