import { useMutation, useQuery } from '@tanstack/react-query';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import type { Member } from '@gatehouse/contracts/identity/user';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { FilterSelect } from '../../../ui/filter-select';
import { Loaded } from '../../../ui/loaded';
import { TextLink } from '../../../ui/text-link';
import { mayPlace } from './group-people';
import { groupChoiceQuery, groupsOfQuery, refetchGroups } from './groups';

const useGroupChange = (userId: string, verb: 'addMember' | 'removeMember') =>
  useMutation({
    mutationFn: (id: string) => client.groups[verb]({ params: { id, userId } }),
    onSettled: refetchGroups,
  });

/** Groups that the person is not in yet, to add them to. */
const AddToGroup = ({ userId, present }: { userId: string; present: readonly string[] }) => {
  const choice = useQuery(groupChoiceQuery).data ?? [];
  const adding = useGroupChange(userId, 'addMember');
  const offered = choice.filter(({ id, grantable }) => grantable && !present.includes(id));
  if (offered.length === 0) return null;
  return (
    <FilterSelect
      label="Add to a group"
      any="Add to a group …"
      className="sm:w-56"
      options={offered.map(({ id, name }) => [id, name] as const)}
      value={undefined}
      onChange={(id) => id !== undefined && adding.mutate(id)}
    />
  );
};

interface PersonGroupsProps {
  me: Profile;
  person: Member;
}

/** The groups of a person. */
export const PersonGroups = ({ me, person }: PersonGroupsProps) => {
  const query = useQuery(groupsOfQuery(person.id));
  const removal = useGroupChange(person.id, 'removeMember');
  const mayChange = me.permissions.includes('groups:manage') && mayPlace(me, person);
  return (
    <Card title="Groups" flush>
      <Loaded query={query} rows={2}>
        {(groups) => (
          <>
            {groups.length === 0 && <p className="text-muted px-4 pb-3 sm:px-5">In no group.</p>}
            <ul aria-label="Groups">
              {groups.map(({ id, name }) => (
                <li
                  key={id}
                  className="border-line flex items-center gap-3 border-t px-4 py-2.5 sm:px-5"
                >
                  <span className="min-w-0 flex-1 truncate">
                    <TextLink to="/teams/$id" params={{ id }}>
                      {name}
                    </TextLink>
                  </span>
                  {mayChange && (
                    <Button
                      size="sm"
                      aria-label={`Take out of ${name}`}
                      busy={removal.isPending && removal.variables === id}
                      onClick={() => removal.mutate(id)}
                    >
                      Take out
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {mayChange && (
              <div className="border-line border-t px-4 py-3 sm:px-5">
                <AddToGroup userId={person.id} present={groups.map(({ id }) => id)} />
              </div>
            )}
          </>
        )}
      </Loaded>
    </Card>
  );
};
