import { Check, Pencil, Trash2 } from 'lucide-react';
import type { RoleDefinition } from '@gatehouse/contracts/identity/roles';
import { ActionsMenu, MenuItem } from '../../../ui/menu';
import { Table, TableCell, TableHead, TableRow } from '../../../ui/table';
import { roleNames } from '../users/role-badge';
import { usePermissions } from '../application-permissions/application-permissions';
import { titleOf } from './roles';

export type RoleAction = 'edit' | 'delete';

interface RoleMatrixProps {
  roles: RoleDefinition[];
  mayChange: (role: RoleDefinition) => boolean;
  onAction: (action: RoleAction, role: RoleDefinition) => void;
}

const RoleHead = ({
  role,
  actions,
  onAction,
}: {
  role: RoleDefinition;
  actions: boolean;
  onAction: (action: RoleAction) => void;
}) => (
  <TableHead className="h-auto py-2 align-top">
    <span className="flex items-center gap-1">
      <span className="text-text max-w-40 truncate">{titleOf(role)}</span>
      {actions && (
        <ActionsMenu label={`Actions for ${role.name}`}>
          <MenuItem onSelect={() => onAction('edit')}>
            <Pencil aria-hidden /> Edit
          </MenuItem>
          <MenuItem danger onSelect={() => onAction('delete')}>
            <Trash2 aria-hidden /> Delete
          </MenuItem>
        </ActionsMenu>
      )}
    </span>
    <span className="block font-normal">
      {role.builtIn ? 'Built in' : `Rank of ${roleNames[role.rank].toLowerCase()}`}
      {` · ${role.members}`}
      <span className="sr-only"> people</span>
    </span>
  </TableHead>
);

/** Which role may do what: a row a permission, a column a role. */
export const RoleMatrix = ({ roles, mayChange, onAction }: RoleMatrixProps) => {
  const { names, wordsOf } = usePermissions();
  return (
    <div
      role="region"
      aria-label="Roles and permissions"
      tabIndex={0}
      className="relative overflow-x-auto"
    >
      <Table aria-label="Roles and permissions">
        <thead>
          <tr>
            <TableHead>Permission</TableHead>
            {roles.map((role) => (
              <RoleHead
                key={role.id}
                role={role}
                actions={mayChange(role)}
                onAction={(action) => onAction(action, role)}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((permission) => (
            <TableRow key={permission}>
              <th scope="row" className="min-w-52 px-3 py-2.5 pl-4 font-normal sm:pl-5">
                {wordsOf(permission)}
                <span className="text-muted block font-mono text-xs">{permission}</span>
              </th>
              {roles.map((role) => (
                <TableCell key={role.id}>
                  {role.permissions.some((held) => held === permission) && (
                    <Check role="img" aria-label="Yes" className="text-ok-text size-4.5" />
                  )}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </tbody>
      </Table>
    </div>
  );
};
