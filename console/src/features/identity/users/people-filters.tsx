import { useCallback } from 'react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { FilterSelect } from '../../../ui/filter-select';
import { SearchField } from '../../../ui/search-field';
import { titleOf, useRoles } from '../roles/roles';
import type { PeopleFilter } from './people';

interface PeopleFiltersProps {
  me: Profile;
  filter: PeopleFilter;
  onChange: (change: PeopleFilter) => void;
}

const statuses = [
  ['active', 'Active'],
  ['inactive', 'Deactivated'],
] as const;

export const PeopleFilters = ({ me, filter, onChange }: PeopleFiltersProps) => {
  const roles = useRoles(me);
  const search = useCallback(
    (text: string) => onChange({ search: text === '' ? undefined : text }),
    [onChange],
  );
  return (
    <search className="grid gap-2 p-3 sm:grid-cols-[1fr_10rem_10rem] sm:px-5 sm:py-4">
      <SearchField
        label="Search people"
        placeholder="Name, username or e-mail"
        value={filter.search ?? ''}
        onChange={search}
      />
      <FilterSelect
        label="Role"
        any="Any role"
        options={roles.map((role) => [role.id, titleOf(role)])}
        value={filter.role}
        onChange={(role) => onChange({ role })}
      />
      <FilterSelect
        label="Status"
        any="Any status"
        options={statuses}
        value={filter.status}
        onChange={(status) => onChange({ status })}
      />
    </search>
  );
};
