import type { User } from '@gatehouse/contracts/identity/user';
import type { Role } from '@gatehouse/contracts/permissions';
import { Badge, type Tone } from '../../../ui/badge';

export const roleNames: Record<Role, string> = {
  BOSS: 'Owner',
  MANAGER: 'Manager',
  EMPLOYEE: 'Employee',
};

const tones: Record<Role, Tone> = { BOSS: 'accent', MANAGER: 'neutral', EMPLOYEE: 'neutral' };

type Holder = Pick<User, 'role' | 'customRole'>;

/** What a person is called in the organization. */
export const roleTitleOf = ({ role, customRole }: Holder): string => {
  if (customRole !== null) return customRole.name;
  return role === null ? 'No role' : roleNames[role];
};

export const RoleBadge = ({ of: holder }: { of: Holder }) => (
  <Badge tone={holder.role === null ? 'neutral' : tones[holder.role]}>{roleTitleOf(holder)}</Badge>
);
