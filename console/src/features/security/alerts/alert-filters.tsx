import { useQuery } from '@tanstack/react-query';
import { alertSeverities } from '@gatehouse/contracts/events';
import { alertStates } from '@gatehouse/contracts/security/alerts';
import { detectionKeys } from '@gatehouse/contracts/security/detections';
import { FilterSelect } from '../../../ui/filter-select';
import { type AlertFilter, assigneesQuery, detectionName, stateNames } from './alerts';

interface AlertFiltersProps {
  filter: AlertFilter;
  onChange: (filter: AlertFilter) => void;
}

/** Which alerts are listed. */
export const AlertFilters = ({ filter, onChange }: AlertFiltersProps) => {
  const { data } = useQuery(assigneesQuery);
  const staff = (data?.data ?? []).map(({ id, name }): [string, string] => [id, name]);
  return (
    <search className="grid gap-2 px-4 pb-3 sm:grid-cols-4 sm:px-5">
      <FilterSelect
        label="State"
        any="In any state"
        options={alertStates.map((state) => [state, stateNames[state]])}
        value={filter.state}
        onChange={(state) => onChange({ ...filter, state })}
      />
      <FilterSelect
        label="Severity"
        any="Of any severity"
        options={alertSeverities.map((severity) => [severity, severity])}
        value={filter.severity}
        onChange={(severity) => onChange({ ...filter, severity })}
      />
      <FilterSelect
        label="Detection"
        any="Of any detection"
        options={detectionKeys.map((key) => [key, detectionName(key)])}
        value={filter.detection}
        onChange={(detection) => onChange({ ...filter, detection })}
      />
      <FilterSelect
        label="With"
        any="With anybody"
        options={[['nobody', 'With nobody'], ...staff]}
        value={filter.assignee}
        onChange={(assignee) => onChange({ ...filter, assignee })}
      />
    </search>
  );
};
