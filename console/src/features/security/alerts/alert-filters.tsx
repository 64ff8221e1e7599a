import { useQuery } from '@tanstack/react-query';
import { alertSeverities } from '@gatehouse/contracts/events';
import { alertStates } from '@gatehouse/contracts/security/alerts';
import { detectionKeys } from '@gatehouse/contracts/security/detections';
import { FilterBar } from '../../../ui/filters/filter-bar';
import { FilterSelect } from '../../../ui/filter-select';
import { type AlertFilter, assigneesQuery, detectionName, stateNames } from './alerts';
import { severityNames } from './severity-badge';

interface AlertFiltersProps {
  filter: AlertFilter;
  onChange: (change: AlertFilter) => void;
}

/** Which alerts are listed. */
export const AlertFilters = ({ filter, onChange }: AlertFiltersProps) => {
  const { data } = useQuery(assigneesQuery);
  const staff = (data?.data ?? []).map(({ id, name }): [string, string] => [id, name]);
  return (
    <FilterBar filter={filter} onClear={onChange} className="sm:grid-cols-4">
      <FilterSelect
        label="State"
        any="In any state"
        options={alertStates.map((state) => [state, stateNames[state]])}
        value={filter.state}
        onChange={(state) => onChange({ state })}
      />
      <FilterSelect
        label="Severity"
        any="Of any severity"
        options={alertSeverities.map((severity) => [severity, severityNames[severity]])}
        value={filter.severity}
        onChange={(severity) => onChange({ severity })}
      />
      <FilterSelect
        label="Detection"
        any="Of any detection"
        options={detectionKeys.map((key) => [key, detectionName(key)])}
        value={filter.detection}
        onChange={(detection) => onChange({ detection })}
      />
      <FilterSelect
        label="With"
        any="With anybody"
        options={[['nobody', 'With nobody'], ...staff]}
        value={filter.assignee}
        onChange={(assignee) => onChange({ assignee })}
      />
    </FilterBar>
  );
};
