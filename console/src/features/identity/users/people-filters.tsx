import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { Input } from '../../../ui/input';
import { Select } from '../../../ui/select';
import { titleOf, useRoles } from '../roles/roles';
import type { PeopleFilter } from './people';

const typingPause = 250;

interface PeopleFiltersProps {
  me: Profile;
  filter: PeopleFilter;
  onChange: (change: PeopleFilter) => void;
}

const isStatus = (value: string): value is 'active' | 'inactive' =>
  value === 'active' || value === 'inactive';

export const PeopleFilters = ({ me, filter, onChange }: PeopleFiltersProps) => {
  const roles = useRoles(me);
  const [search, setSearch] = useState(filter.search ?? '');
  const asked = filter.search ?? '';
  useEffect(() => {
    if (search.trim() === asked) return undefined;
    const timer = setTimeout(
      () => onChange({ search: search.trim() === '' ? undefined : search.trim() }),
      typingPause,
    );
    return () => clearTimeout(timer);
  }, [search, asked, onChange]);
  return (
    <search className="grid gap-2 p-3 sm:grid-cols-[1fr_10rem_10rem] sm:px-5 sm:py-4">
      <span className="relative">
        <Search
          className="text-muted pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2"
          aria-hidden
        />
        <Input
          type="search"
          aria-label="Search people"
          placeholder="Name, username or e-mail"
          className="pl-8.5"
          maxLength={100}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </span>
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
