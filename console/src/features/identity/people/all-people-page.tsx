import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { UsersRound } from 'lucide-react';
import { useCallback } from 'react';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { FilterBar } from '../../../ui/filters/filter-bar';
import { FilterSelect } from '../../../ui/filter-select';
import { useNarrowing } from '../../../ui/filters/use-narrowing';
import { PageHeader } from '../../../ui/page-header';
import { PagedList } from '../../../ui/paged-list';
import { SearchField } from '../../../ui/search-field';
import { SortHead } from '../../../ui/sort-head';
import { Table, TableHead } from '../../../ui/table';
import { type AllPeopleFilter, allPeopleQuery } from './all-people';
import { AnyPersonRow } from './any-person-row';

const route = getRouteApi('/shell/installation/people');

interface FilteredProps {
  filter: AllPeopleFilter;
  onChange: (part: AllPeopleFilter) => void;
}

const Filters = ({ filter, onChange }: FilteredProps) => {
  const search = useCallback(
    (text: string) => onChange({ search: text === '' ? undefined : text }),
    [onChange],
  );
  return (
    <FilterBar
      filter={{ search: filter.search, only: filter.only }}
      onClear={onChange}
      className="sm:grid-cols-[1fr_14rem]"
    >
      <SearchField
        label="Search everybody"
        placeholder="Name, username or e-mail"
        value={filter.search ?? ''}
        onChange={search}
      />
      <FilterSelect
        label="Accounts"
        any="All accounts"
        options={[
          ['inactive', 'Deactivated'],
          ['unconfirmed', 'Address not confirmed'],
          ['alone', 'Of no organization'],
        ]}
        value={filter.only}
        onChange={(only) => onChange({ only })}
      />
    </FilterBar>
  );
};

const PeopleTable = ({ filter, onChange }: FilteredProps) => {
  const list = useInfiniteQuery(allPeopleQuery(filter));
  const sorting = {
    sort: filter.sort ?? '-createdAt',
    onSort: (sort: NonNullable<AllPeopleFilter['sort']>) => onChange({ sort }),
  };
  return (
    <PagedList
      list={list}
      rows={6}
      empty={
        <Empty icon={UsersRound} title="Nobody matches">
          Try fewer filters, or another part of the name or address.
        </Empty>
      }
    >
      {(people) => (
        <Table aria-label="Everybody">
          <thead>
            <tr>
              <SortHead by="name" {...sorting}>
                Name
              </SortHead>
              <TableHead className="hidden md:table-cell">Organizations</TableHead>
              <TableHead className="hidden sm:table-cell">Status</TableHead>
              <SortHead by="createdAt" {...sorting} className="hidden lg:table-cell">
                Since
              </SortHead>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <AnyPersonRow key={person.id} person={person} />
            ))}
          </tbody>
        </Table>
      )}
    </PagedList>
  );
};

/** Everybody who has an account, for the staff of the installation. */
export const AllPeoplePage = () => {
  const filter = route.useSearch();
  const change = useNarrowing(route);
  return (
    <>
      <PageHeader
        title="Accounts"
        description="Everybody who has an account, whichever organization they belong to."
      />
      <Card flush>
        <Filters filter={filter} onChange={change} />
        <PeopleTable filter={filter} onChange={change} />
      </Card>
    </>
  );
};
