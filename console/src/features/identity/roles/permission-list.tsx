import { type Permission, permissions } from '@gatehouse/contracts/permissions';
import { CheckList } from '../../../ui/check-list';
import { catalogue } from './roles';

interface PermissionListProps {
  /** What I hold, and may therefore grant. */
  held: readonly Permission[];
  /** What the role has already, which may stay. */
  kept: readonly Permission[];
  value: readonly Permission[];
  onChange: (value: Permission[]) => void;
}

export const PermissionList = ({ held, kept, value, onChange }: PermissionListProps) => (
  <CheckList
    legend="Permissions"
    options={catalogue
      .filter((name) => held.includes(name) || kept.includes(name))
      .map((name) => ({ value: name, label: permissions[name] }))}
    value={value}
    onChange={onChange}
  />
);
