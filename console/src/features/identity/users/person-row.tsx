import type { Profile } from '@gatehouse/contracts/identity/profile';
import type { Member } from '@gatehouse/contracts/identity/user';
import { Avatar } from '../../../ui/avatar';
import { Sign } from '../../../ui/sign';
import { Badge } from '../../../ui/badge';
import { Checkbox } from '../../../ui/checkbox';
import { TableCell, TableRow } from '../../../ui/table';
import { TextLink } from '../../../ui/text-link';
import { Time } from '../../../ui/time';
import { PersonMenu } from './person-menu';
import { RoleBadge } from './role-badge';
import { mayManage, type PersonAction } from './rules';

const Status = ({ person }: { person: Member }) => {
  if (!person.isActive) return <Badge tone="danger">Deactivated</Badge>;
  if (person.isServiceAccount) return <Sign tone="ok">Active</Sign>;
  if (!person.emailVerified) return <Badge tone="warn">Invited</Badge>;
  return <Sign tone="ok">Active</Sign>;
};

interface PersonRowProps {
  me: Profile;
  person: Member;
  onAction: (action: PersonAction) => void;
  /** Whether there is anything that I may do to many. */
  selectable: boolean;
  selected: boolean;
  onSelect: (isSelected: boolean) => void;
}

export const PersonRow = ({
  me,
  person,
  onAction,
  selectable,
  selected,
  onSelect,
}: PersonRowProps) => (
  <TableRow>
    <TableCell className="w-full max-w-0">
      <span className="flex items-center gap-3">
        {selectable && mayManage(me, person) && (
          <Checkbox
            aria-label={`Select ${person.firstName} ${person.lastName}`}
            checked={selected}
            onChange={(event) => onSelect(event.target.checked)}
          />
        )}
        {selectable && !mayManage(me, person) && <span className="size-4 shrink-0" />}
        <Avatar of={person} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">
            <TextLink to="/people/$id" params={{ id: person.id }}>
              {person.firstName} {person.lastName}
            </TextLink>
            {person.id === me.id && <span className="text-muted font-normal"> (you)</span>}
          </span>
          <span className="text-muted block truncate text-[0.8125rem]">
            {person.isServiceAccount ? 'Service account' : person.email}
          </span>
          <span className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 sm:hidden">
            <RoleBadge of={person} />
            <Status person={person} />
          </span>
        </span>
      </span>
    </TableCell>
    <TableCell className="hidden sm:table-cell">
      <RoleBadge of={person} />
    </TableCell>
    <TableCell className="hidden sm:table-cell">
      <Status person={person} />
    </TableCell>
    <TableCell className="hidden md:table-cell">
      <Sign tone={person.twoFactorEnabled ? 'ok' : 'off'}>
        {person.twoFactorEnabled ? 'On' : 'Off'}
      </Sign>
    </TableCell>
    <TableCell className="text-muted hidden lg:table-cell">
      <Time value={person.createdAt} />
    </TableCell>
    <TableCell className="w-12 text-right">
      <PersonMenu me={me} person={person} onAction={onAction} />
    </TableCell>
  </TableRow>
);
