import type { ComponentProps } from 'react';
import type { Role } from '@gatehouse/contracts/permissions';
import { Select } from '../../../ui/select';
import { roleNames } from './role-badge';

interface RoleSelectProps extends ComponentProps<'select'> {
  roles: readonly Role[];
}

export const RoleSelect = ({ roles, ...rest }: RoleSelectProps) => (
  <Select {...rest}>
    {roles.map((role) => (
      <option key={role} value={role}>
        {roleNames[role]}
      </option>
    ))}
  </Select>
);
