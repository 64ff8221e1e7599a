import type { Role } from '@gatehouse/contracts/permissions';
import { Badge, type Tone } from '../../../ui/badge';

export const roleNames: Record<Role, string> = {
  BOSS: 'Owner',
  MANAGER: 'Manager',
  EMPLOYEE: 'Employee',
};

const tones: Record<Role, Tone> = { BOSS: 'accent', MANAGER: 'neutral', EMPLOYEE: 'neutral' };

export const RoleBadge = ({ role }: { role: Role | null }) =>
  role === null ? <Badge>No role</Badge> : <Badge tone={tones[role]}>{roleNames[role]}</Badge>;
