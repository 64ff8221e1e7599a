import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { RoleDefinition } from '@gatehouse/contracts/identity/roles';
import { profileQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Loaded } from '../../../ui/loaded';
import { PageHeader } from '../../../ui/page-header';
import { grantableRoles } from '../users/rules';
import { DeleteRoleDialog } from './delete-role-dialog';
import { CustomRoleDialog } from './role-dialog';
import { type RoleAction, RoleMatrix } from './role-matrix';
import { rolesQuery } from './roles';

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
        <DeleteRoleDialog me={me} role={chosen.role} onClose={close} />
      )}
      {(chosen?.action === 'new' || chosen?.action === 'edit') && (
        <CustomRoleDialog me={me} role={chosen.role} onClose={close} />
      )}
    </>
  );
};
