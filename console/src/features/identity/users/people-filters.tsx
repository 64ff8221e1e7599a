import { useCallback } from 'react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { SearchField } from '../../../ui/search-field';
import { Select } from '../../../ui/select';
import { titleOf, useRoles } from '../roles/roles';
import type { PeopleFilter } from './people';

interface PeopleFiltersProps {
  me: Profile;
  filter: PeopleFilter;
  onChange: (change: PeopleFilter) => void;
}

const isStatus = (value: string): value is 'active' | 'inactive' =>
  value === 'active' || value === 'inactive';

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
      <Select
        aria-label="Role"
        value={filter.role ?? ''}
        onChange={({ target }) =>
          onChange({ role: target.value === '' ? undefined : target.value })
        }
      >
        <option value="">Any role</option>
        {roles.map((role) => (
          <option key={role.id} value={role.id}>
            {titleOf(role)}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Status"
        value={filter.status ?? ''}
        onChange={({ target }) =>
          onChange({ status: isStatus(target.value) ? target.value : undefined })
        }
      >
        <option value="">Any status</option>
        <option value="active">Active</option>
        <option value="inactive">Deactivated</option>
      </Select>
    </search>
  );
};
