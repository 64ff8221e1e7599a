import type { Person } from '@gatehouse/contracts/identity/people';
import { Avatar } from '../../../ui/avatar';
import { Badge } from '../../../ui/badge';
import { Sign } from '../../../ui/sign';
import { TableCell, TableRow } from '../../../ui/table';
import { TextLink } from '../../../ui/text-link';
import { Time } from '../../../ui/time';
import { platformRoleNames } from '../staff/staff';

export const AccountStatus = ({ person }: { person: Person }) => {
  if (!person.isActive) return <Badge tone="danger">Deactivated</Badge>;
  if (!person.emailVerified) return <Badge tone="warn">Not confirmed</Badge>;
  return <Sign tone="ok">Active</Sign>;
};

export const AnyPersonRow = ({ person }: { person: Person }) => (
  <TableRow>
    <TableCell className="w-full max-w-0">
      <span className="flex items-center gap-3">
        <Avatar of={person} />
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-2">
            <TextLink
              to="/installation/people/$id"
              params={{ id: person.id }}
              className="truncate font-medium"
            >
              {person.firstName} {person.lastName}
            </TextLink>
            {person.platformRole !== null && (
              <Badge tone="accent">{platformRoleNames[person.platformRole]}</Badge>
            )}
          </span>
          <span className="text-muted block truncate text-[0.8125rem]">{person.email}</span>
          <span className="mt-1.5 block sm:hidden">
            <AccountStatus person={person} />
          </span>
        </span>
      </span>
    </TableCell>
    <TableCell className="text-muted hidden md:table-cell">
      {person.memberships.map(({ organizationName }) => organizationName).join(', ') || 'None'}
    </TableCell>
    <TableCell className="hidden whitespace-nowrap sm:table-cell">
      <AccountStatus person={person} />
    </TableCell>
    <TableCell className="text-muted hidden whitespace-nowrap lg:table-cell">
      <Time value={person.createdAt} />
    </TableCell>
  </TableRow>
);
