import type { ReactNode } from 'react';
import type { GroupMember } from '@gatehouse/contracts/identity/groups/groups';
import { Avatar } from '../../../ui/avatar';
import { RoleBadge } from '../users/role-badge';

/** A person of a list, and what can be done about them there. */
export const PersonLine = ({ person, children }: { person: GroupMember; children: ReactNode }) => (
  <li className="border-line flex flex-wrap items-center gap-x-3 gap-y-2 border-t px-4 py-2.5 sm:px-5">
    <Avatar of={person} />
    <span className="min-w-0 flex-1 basis-40">
      <span className="block truncate font-medium">
        {person.firstName} {person.lastName}
      </span>
      <span className="text-muted block truncate text-[0.8125rem]">
        {person.isServiceAccount ? 'Service account' : person.email}
      </span>
    </span>
    <RoleBadge of={person} />
    {children}
  </li>
);
