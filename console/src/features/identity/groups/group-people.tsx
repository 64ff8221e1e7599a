import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import type { Group, GroupMember } from '@gatehouse/contracts/identity/groups/groups';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { PagedList } from '../../../ui/paged-list';
import { toast } from '../../../ui/toast-store';
import { mayManage as mayManagePerson } from '../users/rules';
import { groupMembersQuery, refetchGroups } from './groups';
import { PersonLine } from './person-line';

/** Whether I may put somebody into groups, or take them out. The server decides, this only hides. */
export const mayPlace = (me: Profile, person: Pick<GroupMember, 'id' | 'role'>): boolean =>
  me.role === 'BOSS' || mayManagePerson(me, person);

interface GroupPeopleProps {
  me: Profile;
  group: Group;
  mayManage: boolean;
}

/** Who is in a group. */
export const GroupPeople = ({ me, group, mayManage }: GroupPeopleProps) => {
  const removal = useMutation({
    mutationFn: ({ id }: GroupMember) =>
      client.groups.removeMember({ params: { id: group.id, userId: id } }),
    onSuccess: (_answer, { firstName }) => toast(`${firstName} is no longer in ${group.name}.`),
    onSettled: refetchGroups,
  });
  return (
    <Card title="People" flush>
      <PagedList
        list={useInfiniteQuery(groupMembersQuery(group.id))}
        rows={3}
        empty={
          <Empty icon={UsersRound} title="Nobody yet">
            Whoever is added may do what the group says from their next request on.
          </Empty>
        }
      >
        {(people) => (
          <ul aria-label="People of the group">
            {people.map((person) => (
              <PersonLine key={person.id} person={person}>
                {mayManage && mayPlace(me, person) && (
                  <Button
                    size="sm"
                    aria-label={`Take ${person.firstName} ${person.lastName} out`}
                    busy={removal.isPending && removal.variables.id === person.id}
                    onClick={() => removal.mutate(person)}
                  >
                    Take out
                  </Button>
                )}
              </PersonLine>
            ))}
          </ul>
        )}
      </PagedList>
    </Card>
  );
};
