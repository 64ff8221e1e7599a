import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { RoleDefinition } from '@gatehouse/contracts/identity/roles';
import { client } from '../../../api/client';
import { profileQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { ConfirmDialog } from '../../../ui/confirm-dialog';
import { Loaded } from '../../../ui/loaded';
import { PageHeader } from '../../../ui/page-header';
import { toast } from '../../../ui/toast-store';
import { grantableRoles } from '../users/rules';
import { CustomRoleDialog } from './role-dialog';
import { type RoleAction, RoleMatrix } from './role-matrix';
import { refetchRoles, rolesQuery } from './roles';

const DeleteRole = ({ role, onClose }: { role: RoleDefinition; onClose: () => void }) => {
  const remove = useMutation({
    mutationFn: () => client.roles.remove({ params: { id: role.id } }),
    onSuccess: () => toast(`The role ${role.name} is deleted.`),
    onSettled: () => {
      onClose();
      return refetchRoles();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Delete the role ${role.name}?`}
      action="Delete"
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      Only a role that nobody has, or is invited to, can be deleted.
    </ConfirmDialog>
  );
};

interface Chosen {
  action: RoleAction | 'new';
  role?: RoleDefinition;
}

export const RolesPage = () => {
  const { data: me } = useSuspenseQuery(profileQuery);
  const roles = useQuery(rolesQuery);
  const [chosen, setChosen] = useState<Chosen>();
  const close = () => setChosen(undefined);
  const mayManage = me.permissions.includes('role:manage');
  const ranks = grantableRoles(me);
  return (
    <>
      <PageHeader
        title="Roles"
        description="What each role may do. Custom roles have the rank of a built-in one."
        actions={
          mayManage &&
          ranks.length > 0 && (
            <Button variant="primary" onClick={() => setChosen({ action: 'new' })}>
              <Plus aria-hidden /> New role
            </Button>
          )
        }
      />
      <Card flush>
        <Loaded query={roles} rows={6}>
          {(data) => (
            <RoleMatrix
              roles={data}
              mayChange={(role) => mayManage && !role.builtIn && ranks.includes(role.rank)}
              onAction={(action, role) => setChosen({ action, role })}
            />
          )}
        </Loaded>
      </Card>
      {chosen?.action === 'delete' && chosen.role && (
        <DeleteRole role={chosen.role} onClose={close} />
      )}
      {(chosen?.action === 'new' || chosen?.action === 'edit') && (
        <CustomRoleDialog me={me} role={chosen.role} onClose={close} />
      )}
    </>
  );
};
