import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Plus, UsersRound } from 'lucide-react';
import { useState } from 'react';
import type { Group } from '@gatehouse/contracts/identity/groups/groups';
import { profileQuery } from '../../../api/queries';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { ListSearch } from '../../../ui/list-search';
import { PageHeader } from '../../../ui/page-header';
import { PagedList } from '../../../ui/paged-list';
import { TextLink } from '../../../ui/text-link';
import { countOfPeople } from '../users/people';
import { GroupDialog } from './group-dialog';
import { groupsQuery } from './groups';

const GroupRow = ({ group: { id, name, description, members, permissions } }: { group: Group }) => (
  <li className="border-line flex items-center gap-x-3.5 border-t px-4 py-3 sm:px-5">
    <span className="bg-hover text-muted grid size-9 shrink-0 place-items-center rounded-lg">
      <UsersRound className="size-4.5" aria-hidden />
    </span>
    <span className="min-w-0 flex-1">
      <span className="block truncate font-medium">
        <TextLink to="/teams/$id" params={{ id }}>
          {name}
        </TextLink>
      </span>
      {description !== '' && (
        <span className="text-muted block truncate text-[0.8125rem]">{description}</span>
      )}
    </span>
    {permissions.length > 0 && (
      <Badge>
        {permissions.length === 1 ? '1 permission' : `${permissions.length} permissions`}
      </Badge>
    )}
    <span className="text-muted shrink-0 text-right whitespace-nowrap text-[0.8125rem]">
      {countOfPeople(members)}
    </span>
  </li>
);

const GroupList = ({ search }: { search: string | undefined }) => (
  <PagedList
    list={useInfiniteQuery(groupsQuery(search))}
    rows={4}
    empty={
      <Empty icon={UsersRound} title={search === undefined ? 'No groups' : 'No group matches'}>
        A group gathers people who belong together, and may let them do more than their roles.
      </Empty>
    }
  >
    {(groups) => (
      <ul aria-label="Groups">
        {groups.map((group) => (
          <GroupRow key={group.id} group={group} />
        ))}
      </ul>
    )}
  </PagedList>
);

/** Groups of the organization. */
export const GroupsPage = () => {
  const { data: me } = useSuspenseQuery(profileQuery);
  const [search, setSearch] = useState<string>();
  const [creating, setCreating] = useState(false);
  return (
    <>
      <PageHeader
        title="Groups"
        description="People who belong together, and what that lets them do beside their roles."
        actions={
          me.permissions.includes('groups:manage') && (
            <Button variant="primary" onClick={() => setCreating(true)}>
              <Plus aria-hidden /> New group
            </Button>
          )
        }
      />
      <Card flush>
        <ListSearch label="Search groups" placeholder="Name" search={search} onSearch={setSearch} />
        <GroupList search={search} />
      </Card>
      {creating && <GroupDialog me={me} onClose={() => setCreating(false)} />}
    </>
  );
};
