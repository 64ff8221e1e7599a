import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { FilterBar } from '../../../ui/filters/filter-bar';
import { FilterSelect } from '../../../ui/filter-select';
import { SearchField } from '../../../ui/search-field';
import { AttributeFilter } from '../attributes/attribute-filter';
import { groupChoiceQuery } from '../groups/groups';
import { titleOf, useRoles } from '../roles/roles';
import { type PeopleFilter, type PeopleStatus, peopleStatuses } from './people';

interface PeopleFiltersProps {
  me: Profile;
  filter: PeopleFilter;
  onChange: (change: PeopleFilter) => void;
}

const statuses = Object.entries(peopleStatuses) as [PeopleStatus, string][];

export const PeopleFilters = ({ me, filter, onChange }: PeopleFiltersProps) => {
  const roles = useRoles(me);
  const { sort: _, ...narrowing } = filter;
  const mayReadGroups = me.permissions.includes('groups:read');
  const groups = useQuery({ ...groupChoiceQuery, enabled: mayReadGroups }).data ?? [];
  const search = useCallback(
    (text: string) => onChange({ search: text === '' ? undefined : text }),
    [onChange],
  );
  const searchAttribute = useCallback(
    (attribute: string | undefined) => onChange({ attribute }),
    [onChange],
  );
  return (
    <FilterBar
      filter={narrowing}
      onClear={onChange}
      className={
        groups.length > 0 ? 'sm:grid-cols-[1fr_9rem_9rem_9rem]' : 'sm:grid-cols-[1fr_10rem_10rem]'
      }
    >
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
      {groups.length > 0 && (
        <FilterSelect
          label="Group"
          any="Any group"
          options={groups.map(({ id, name }) => [id, name])}
          value={filter.group}
          onChange={(group) => onChange({ group })}
        />
      )}
      <FilterSelect
        label="Status"
        any="Any status"
        options={statuses}
        value={filter.status}
        onChange={(status) => onChange({ status })}
      />
      <AttributeFilter value={filter.attribute} onChange={searchAttribute} />
    </FilterBar>
  );
};
