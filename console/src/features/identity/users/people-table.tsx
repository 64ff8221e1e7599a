import { useInfiniteQuery } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import type { User } from '@gatehouse/contracts/identity/user';
import { Empty } from '../../../ui/empty';
import { LoadFailed } from '../../../ui/load-failed';
import { MoreButton } from '../../../ui/more-button';
import { SkeletonRows } from '../../../ui/skeleton';
import { Table, TableHead } from '../../../ui/table';
import { peopleQuery, type PeopleFilter } from './people';
import { PersonRow } from './person-row';
import type { PersonAction } from './rules';

interface PeopleTableProps {
  me: Profile;
  filter: PeopleFilter;
  onAction: (action: PersonAction, person: User) => void;
  selected: ReadonlySet<string>;
  onSelect: (id: string, isSelected: boolean) => void;
}

export const PeopleTable = ({ me, filter, onAction, selected, onSelect }: PeopleTableProps) => {
  const list = useInfiniteQuery(peopleQuery(filter));
  if (list.isPending) return <SkeletonRows rows={6} />;
  if (list.isError) return <LoadFailed error={list.error} onRetry={() => void list.refetch()} />;
  const people = list.data.pages.flatMap((page) => page.data);
  if (people.length === 0) {
    return (
      <Empty icon={UsersRound} title="Nobody matches">
        Try fewer filters, or another part of the name or address.
      </Empty>
    );
  }
  return (
    <div aria-busy={list.isPlaceholderData}>
      <Table aria-label="People">
        <thead>
          <tr>
            <TableHead>Name</TableHead>
            <TableHead className="hidden sm:table-cell">Role</TableHead>
            <TableHead className="hidden sm:table-cell">Status</TableHead>
            <TableHead className="hidden md:table-cell">Two-factor</TableHead>
            <TableHead className="hidden lg:table-cell">Added</TableHead>
            <TableHead>
              <span className="sr-only">Actions</span>
            </TableHead>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <PersonRow
              key={person.id}
              me={me}
              person={person}
              onAction={(action) => onAction(action, person)}
              selected={selected.has(person.id)}
              onSelect={(isSelected) => onSelect(person.id, isSelected)}
            />
          ))}
        </tbody>
      </Table>
      <MoreButton
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </div>
  );
};
