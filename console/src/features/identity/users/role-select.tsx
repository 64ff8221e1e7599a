import type { ComponentProps } from 'react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { Select } from '../../../ui/select';
import { titleOf, useRoles } from '../roles/roles';
import { roleNames } from './role-badge';
import { grantableRoles } from './rules';

/** The roles that I can give. */
export const RoleSelect = ({ me, ...rest }: { me: Profile } & ComponentProps<'select'>) => {
  const known = useRoles(me).filter(({ grantable }) => grantable);
  const roles =
    known.length > 0
      ? known.map((role) => ({ id: role.id, title: titleOf(role) }))
      : grantableRoles(me).map((role) => ({ id: role, title: roleNames[role] }));
  return (
    <Select {...rest}>
      {roles.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </Select>
  );
};
