import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import { useState } from 'react';
import type { Group } from '@gatehouse/contracts/identity/groups/groups';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import type { Member } from '@gatehouse/contracts/identity/user';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Empty } from '../../../ui/empty';
import { PagedList } from '../../../ui/paged-list';
import { SearchField } from '../../../ui/search-field';
import { toast } from '../../../ui/toast-store';
import { peopleQuery } from '../users/people';
import { mayPlace } from './group-people';
import { refetchGroups } from './groups';
import { PersonLine } from './person-line';

interface AddMemberDialogProps {
  me: Profile;
  group: Group;
  onClose: () => void;
}

const Found = ({
  me,
  group,
  search,
}: Omit<AddMemberDialogProps, 'onClose'> & { search: string }) => {
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set());
  const adding = useMutation({
    mutationFn: ({ id }: Member) =>
      client.groups.addMember({ params: { id: group.id, userId: id } }),
    onSuccess: (_answer, { id, firstName }) => {
      setAdded((before) => new Set([...before, id]));
      toast(`${firstName} is in ${group.name}.`);
    },
    onSettled: refetchGroups,
  });
  return (
    <PagedList
      list={useInfiniteQuery(peopleQuery({ search, sort: 'name' }))}
      rows={3}
      empty={
        <Empty icon={UsersRound} title="Nobody matches">
          Try another part of the name or address.
        </Empty>
      }
    >
      {(people) => (
        <ul aria-label="People to add" className="max-h-80 overflow-y-auto">
          {people.map((person) => (
            <PersonLine key={person.id} person={person}>
              {mayPlace(me, person) && (
                <Button
                  size="sm"
                  aria-label={`Add ${person.firstName} ${person.lastName}`}
                  disabled={added.has(person.id)}
                  busy={adding.isPending && adding.variables.id === person.id}
                  onClick={() => adding.mutate(person)}
                >
                  {added.has(person.id) ? 'Added' : 'Add'}
                </Button>
              )}
            </PersonLine>
          ))}
        </ul>
      )}
    </PagedList>
  );
};

/** Looks for people and adds them one by one. */
export const AddMemberDialog = ({ me, group, onClose }: AddMemberDialogProps) => {
  const [search, setSearch] = useState('');
  return (
    <Dialog open onOpenChange={onClose} title={`Add people to ${group.name}`}>
      <div className="grid gap-3">
        <SearchField
          label="Search people"
          placeholder="Name, username or e-mail"
          value={search}
          onChange={setSearch}
        />
        <Found me={me} group={group} search={search} />
        <DialogActions>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
};
