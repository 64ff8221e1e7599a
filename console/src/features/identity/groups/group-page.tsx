import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Group } from '@gatehouse/contracts/identity/groups/groups';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { client } from '../../../api/client';
import { profileQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { Loaded } from '../../../ui/loaded';
import { PageHeader } from '../../../ui/page-header';
import { TextLink } from '../../../ui/text-link';
import { PermissionWords } from '../application-permissions/permission-words';
import { AddMemberDialog } from './add-member-dialog';
import { GroupDialog } from './group-dialog';
import { GroupPeople } from './group-people';
import { groupQuery, refetchGroups } from './groups';

const route = getRouteApi('/shell/teams/$id');

const DeleteDialog = ({ group, onClose }: { group: Group; onClose: () => void }) => {
  const navigate = route.useNavigate();
  const removal = useMutation({
    mutationFn: () => client.groups.remove({ params: { id: group.id } }),
    onSuccess: async () => {
      await navigate({ to: '/teams' });
      await refetchGroups();
    },
    onError: onClose,
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Delete the group ${group.name}?`}
      action="Delete"
      busy={removal.isPending}
      onConfirm={() => removal.mutate()}
    >
      Its people stay in the organization, and lose what the group lets them do.
    </ConfirmDialog>
  );
};

const Permissions = ({ group: { permissions } }: { group: Group }) => (
  <Card title="What it lets its people do">
    {permissions.length === 0 ? (
      <p className="text-muted">Nothing beside what their roles do.</p>
    ) : (
      <PermissionWords of={permissions} />
    )}
  </Card>
);

type Step = 'edit' | 'delete' | 'add';

const GroupDetails = ({ me, group }: { me: Profile; group: Group }) => {
  const [step, setStep] = useState<Step>();
  const close = () => setStep(undefined);
  const mayManage = me.permissions.includes('groups:manage');
  const mayAdd = mayManage && group.grantable && me.permissions.includes('user:read');
  return (
    <div className="grid gap-4">
      <PageHeader
        title={group.name}
        description={
          <span className="flex flex-wrap gap-x-3">
            {group.description}
            <TextLink to="/teams">All groups</TextLink>
          </span>
        }
        actions={
          mayManage && (
            <>
              <Button onClick={() => setStep('edit')}>Edit</Button>
              <Button onClick={() => setStep('delete')}>Delete</Button>
              {mayAdd && (
                <Button variant="primary" onClick={() => setStep('add')}>
                  Add people
                </Button>
              )}
            </>
          )
        }
      />
      <Permissions group={group} />
      <GroupPeople me={me} group={group} mayManage={mayManage} />
      {step === 'edit' && <GroupDialog me={me} group={group} onClose={close} />}
      {step === 'delete' && <DeleteDialog group={group} onClose={close} />}
      {step === 'add' && <AddMemberDialog me={me} group={group} onClose={close} />}
    </div>
  );
};

/** One group and who is in it. */
export const GroupPage = () => {
  const { id } = route.useParams();
  const { data: me } = useSuspenseQuery(profileQuery);
  return (
    <Loaded query={useQuery(groupQuery(id))} rows={4}>
      {(group) => <GroupDetails me={me} group={group} />}
    </Loaded>
  );
};
