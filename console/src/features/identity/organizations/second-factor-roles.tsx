import { type Role, roles, rolesRequiringSecondFactor } from '@gatehouse/contracts/permissions';
import { CheckList } from '../../../ui/check-list';
import { roleNames } from '../users/role-badge';

interface SecondFactorRolesProps {
  value: readonly Role[];
  onChange: (value: Role[]) => void;
}

/** Which roles must have a second factor; some always must. */
export const SecondFactorRoles = ({ value, onChange }: SecondFactorRolesProps) => (
  <CheckList
    legend="Second factor required for"
    hint="Custom roles go with the rank they have."
    options={roles.map((role) => {
      const always = rolesRequiringSecondFactor.includes(role);
      return { value: role, label: roleNames[role] + (always ? ', always' : ''), fixed: always };
    })}
    value={value}
    onChange={onChange}
  />
);
