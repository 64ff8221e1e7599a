import { useInfiniteQuery } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import type { Member } from '@gatehouse/contracts/identity/user';
import type { PeopleSort } from '@gatehouse/contracts/identity/users';
import { Checkbox } from '../../../ui/checkbox';
import { Empty } from '../../../ui/empty';
import { PagedList } from '../../../ui/paged-list';
import { SortHead } from '../../../ui/sort-head';
import { ActionsHead, Table, TableHead } from '../../../ui/table';
import type { Selected } from './bulk-bar';
import { peopleQuery, type PeopleFilter } from './people';
import { PersonRow } from './person-row';
import { bulkActionsFor, mayManage, type PersonAction } from './rules';

interface PeopleTableProps {
  me: Profile;
  filter: PeopleFilter;
  onSort: (sort: PeopleSort) => void;
  onAction: (action: PersonAction, person: Member) => void;
  selected: Selected;
  onSelect: (people: readonly Member[], isSelected: boolean) => void;
}

/** Selects everybody who is listed and below me, or nobody of them. */
const SelectAll = ({
  me,
  people,
  selected,
  onSelect,
}: Pick<PeopleTableProps, 'me' | 'selected' | 'onSelect'> & { people: readonly Member[] }) => {
  const below = people.filter((person) => mayManage(me, person));
  const chosen = below.filter(({ id }) => selected.has(id)).length;
  const all = chosen > 0 && chosen === below.length;
  return (
    <Checkbox
      aria-label="Select everybody who is listed"
      className="mr-3"
      disabled={below.length === 0}
      checked={all}
      ref={(box) => {
        if (box) box.indeterminate = chosen > 0 && !all;
      }}
      onChange={() => onSelect(below, !all)}
    />
  );
};

export const PeopleTable = ({
  me,
  filter,
  onSort,
  onAction,
  selected,
  onSelect,
}: PeopleTableProps) => {
  const list = useInfiniteQuery(peopleQuery(filter));
  const selectable = bulkActionsFor(me).length > 0;
  const sorting = { sort: filter.sort ?? '-createdAt', onSort };
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
        <Table aria-label="People">
          <thead>
            <tr>
              <SortHead
                by="name"
                {...sorting}
                before={
                  selectable && (
                    <SelectAll me={me} people={people} selected={selected} onSelect={onSelect} />
                  )
                }
              >
                Name
              </SortHead>
              <TableHead className="hidden sm:table-cell">Role</TableHead>
              <TableHead className="hidden sm:table-cell">Status</TableHead>
              <TableHead className="hidden md:table-cell">Two-factor</TableHead>
              <SortHead by="createdAt" {...sorting} className="hidden lg:table-cell">
                Added
              </SortHead>
              <ActionsHead />
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <PersonRow
                key={person.id}
                me={me}
                person={person}
                selectable={selectable}
                onAction={(action) => onAction(action, person)}
                selected={selected.has(person.id)}
                onSelect={(isSelected) => onSelect([person], isSelected)}
              />
            ))}
          </tbody>
        </Table>
      )}
    </PagedList>
  );
};
