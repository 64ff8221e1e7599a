import { ShieldMinus, ShieldPlus, UserMinus } from 'lucide-react';
import type { StaffMember } from '@gatehouse/contracts/identity/staff';
import { platformRank, type PlatformRole, platformRoles } from '@gatehouse/contracts/permissions';
import { Avatar } from '../../../ui/avatar';
import { Badge } from '../../../ui/badge';
import { ActionsMenu, MenuItem } from '../../../ui/menu';
import { Sign } from '../../../ui/sign';
import { TableCell, TableRow } from '../../../ui/table';
import { platformRoleNames } from './staff';

/** To make somebody something else, or to dismiss them. */
export type StaffDeed = PlatformRole | 'dismiss';

/** Whether the role is above the one that somebody has. */
export const rises = (member: StaffMember, role: PlatformRole): boolean =>
  platformRank(role) > platformRank(member.platformRole);

interface StaffRowProps {
  member: StaffMember;
  onDeed: (deed: StaffDeed) => void;
}

const StaffMenu = ({ member, onDeed }: StaffRowProps) => {
  if (member.isPrimaryAdmin) return <span className="block size-8" />;
  return (
    <ActionsMenu label={`Actions for ${member.firstName} ${member.lastName}`}>
      {platformRoles
        .filter((role) => role !== member.platformRole)
        .map((role) => (
          <MenuItem key={role} onSelect={() => onDeed(role)}>
            {rises(member, role) ? <ShieldPlus aria-hidden /> : <ShieldMinus aria-hidden />} Make{' '}
            {platformRoleNames[role].toLowerCase()}
          </MenuItem>
        ))}
      <MenuItem danger onSelect={() => onDeed('dismiss')}>
        <UserMinus aria-hidden /> Dismiss
      </MenuItem>
    </ActionsMenu>
  );
};

const RoleBadge = ({ member }: { member: StaffMember }) => (
  <Badge tone={member.platformRole === 'super_admin' ? 'accent' : 'neutral'}>
    {member.isPrimaryAdmin ? 'Primary admin' : platformRoleNames[member.platformRole]}
  </Badge>
);

export const StaffRow = ({ member, onDeed }: StaffRowProps) => (
  <TableRow>
    <TableCell className="w-full max-w-0">
      <span className="flex items-center gap-3">
        <Avatar of={member} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">
            {member.firstName} {member.lastName}
          </span>
          <span className="text-muted block truncate text-[0.8125rem]">{member.email}</span>
          <span className="mt-1 block sm:hidden">
            <RoleBadge member={member} />
          </span>
        </span>
      </span>
    </TableCell>
    <TableCell className="hidden sm:table-cell">
      <RoleBadge member={member} />
    </TableCell>
    <TableCell className="hidden sm:table-cell">
      {member.isActive ? <Sign tone="ok">Active</Sign> : <Badge tone="danger">Deactivated</Badge>}
    </TableCell>
    <TableCell className="hidden md:table-cell">
      <Sign tone={member.twoFactorEnabled ? 'ok' : 'off'}>
        {member.twoFactorEnabled ? 'On' : 'Off'}
      </Sign>
    </TableCell>
    <TableCell className="w-12 text-right">
      <StaffMenu member={member} onDeed={onDeed} />
    </TableCell>
  </TableRow>
);
