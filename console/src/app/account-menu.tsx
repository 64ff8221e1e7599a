import { Link } from '@tanstack/react-router';
import { ChevronDown, LogOut, ShieldCheck, UserRound } from 'lucide-react';
import { useState } from 'react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { CreateOrganizationDialog } from '../features/identity/organizations/create-organization-dialog';
import { OrganizationSwitcher } from '../features/identity/organizations/switcher';
import { Avatar } from '../ui/avatar';
import { Button } from '../ui/button';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu';
import { useSignOut } from './sign-out';

export const AccountMenu = ({ profile }: { profile: Profile }) => {
  const signOut = useSignOut();
  const [creating, setCreating] = useState(false);
  const name = `${profile.firstName} ${profile.lastName}`;
  return (
    <>
      <Menu
        trigger={
          <Button variant="ghost" className="px-1.5" aria-label={`Account: ${name}`}>
            <Avatar of={profile} className="size-7" />
            <span className="text-text hidden max-w-40 truncate md:inline">{name}</span>
            <ChevronDown aria-hidden />
          </Button>
        }
      >
        <div className="px-2 py-1.5">
          <p className="font-medium">{name}</p>
          <p className="text-muted max-w-56 truncate text-xs">{profile.email}</p>
        </div>
        <MenuSeparator />
        <OrganizationSwitcher onCreate={() => setCreating(true)} />
        <MenuItem asChild>
          <Link to="/profile">
            <UserRound aria-hidden /> Profile
          </Link>
        </MenuItem>
        <MenuItem asChild>
          <Link to="/security">
            <ShieldCheck aria-hidden /> Security
          </Link>
        </MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={() => signOut.mutate()}>
          <LogOut aria-hidden /> Sign out
        </MenuItem>
      </Menu>
      <CreateOrganizationDialog open={creating} onClose={() => setCreating(false)} />
    </>
  );
};
