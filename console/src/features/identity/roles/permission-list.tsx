import { CheckList } from '../../../ui/check-list';
import { usePermissions } from '../application-permissions/application-permissions';

interface PermissionListProps {
  /** What I hold, and may therefore grant. */
  held: readonly string[];
  /** What the role or the group has already, which may stay. */
  kept: readonly string[];
  value: readonly string[];
  onChange: (value: string[]) => void;
}

export const PermissionList = ({ held, kept, value, onChange }: PermissionListProps) => {
  const { names, wordsOf } = usePermissions();
  return (
    <CheckList
      legend="Permissions"
      options={names
        .filter((name) => held.includes(name) || kept.includes(name))
        .map((name) => ({ value: name, label: wordsOf(name) }))}
      value={value}
      onChange={onChange}
    />
  );
};
