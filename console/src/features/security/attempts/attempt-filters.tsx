import { attemptFailures, attemptKinds } from '@gatehouse/contracts/security/attempts';
import { Button } from '../../../ui/button';
import { FilterBar } from '../../../ui/filters/filter-bar';
import { FilterSelect } from '../../../ui/filter-select';
import { Input } from '../../../ui/input';
import { OrganizationFilter } from '../../identity/support/organization-filter';
import { openSpan, type Span } from '../overview/span';
import { type AttemptFilter, failures, kindNames } from './attempts';

const outcomes = [
  ['failed', 'Failed'],
  ['succeeded', 'Succeeded'],
] as const;
const devices = [
  ['true', 'New devices'],
  ['false', 'Known devices'],
] as const;

interface SpanFieldsProps {
  span: Span;
  onSpan: (span: Span) => void;
}

/** The time that is shown; also what was chosen in the time-line. */
const SpanFields = ({ span, onSpan }: SpanFieldsProps) => (
  <div className="flex flex-wrap items-end gap-2 sm:col-span-4">
    {(['from', 'until'] as const).map((end) => (
      <label key={end} className="text-muted flex items-center gap-2 text-[0.8125rem]">
        {end === 'from' ? 'From' : 'Until'}
        <Input
          type="datetime-local"
          className="w-52"
          value={span[end]}
          onChange={({ target }) => onSpan({ ...span, [end]: target.value })}
        />
      </label>
    ))}
    {(span.from !== '' || span.until !== '') && (
      <Button variant="ghost" onClick={() => onSpan(openSpan)}>
        Any time
      </Button>
    )}
  </div>
);

interface AttemptFiltersProps extends SpanFieldsProps {
  /** Whether all organizations may be looked through. */
  seesOrganizations: boolean;
  filter: Omit<AttemptFilter, 'span'>;
  onChange: (filter: Omit<AttemptFilter, 'span'>) => void;
}

/** Which attempts are listed. */
export const AttemptFilters = ({
  filter,
  seesOrganizations,
  onChange,
  ...times
}: AttemptFiltersProps) => (
  <FilterBar
    filter={filter}
    onClear={(cleared) => onChange({ ...cleared, search: '' })}
    className="sm:grid-cols-4"
  >
    <div className="sm:col-span-4">
      <Input
        aria-label="Address or account"
        placeholder="Address, range or account"
        value={filter.search}
        onChange={({ target }) => onChange({ ...filter, search: target.value })}
      />
    </div>
    <FilterSelect
      label="Outcome"
      any="Any outcome"
      options={outcomes}
      value={filter.outcome}
      onChange={(outcome) => onChange({ ...filter, outcome })}
    />
    <FilterSelect
      label="Kind"
      any="Of any kind"
      options={attemptKinds.map((kind) => [kind, kindNames[kind]])}
      value={filter.kind}
      onChange={(kind) => onChange({ ...filter, kind })}
    />
    <FilterSelect
      label="Why it failed"
      any="For any reason"
      options={attemptFailures.map((failure) => [failure, failures[failure]])}
      value={filter.failure}
      onChange={(failure) => onChange({ ...filter, failure })}
    />
    <FilterSelect
      label="Device"
      any="From any device"
      options={devices}
      value={filter.newDevice}
      onChange={(newDevice) => onChange({ ...filter, newDevice })}
    />
    {seesOrganizations && (
      <div className="sm:col-span-4">
        <OrganizationFilter
          organization={filter.organizationId}
          onChange={(organizationId) => onChange({ ...filter, organizationId })}
        />
      </div>
    )}
    <SpanFields {...times} />
  </FilterBar>
);
