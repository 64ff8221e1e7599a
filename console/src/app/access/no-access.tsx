import { Lock } from 'lucide-react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { DeadEnd } from './dead-end';

const hintOf = ({ organizationName }: Profile, path: string): string => {
  if (path.startsWith('/installation/'))
    return 'It is for those who look after this installation. A super admin can let you in.';
  if (organizationName === null)
    return 'You act in no organization. If you belong to one, go on in it from the account menu.';
  return `An owner of ${organizationName} can let you in. If it belongs to another organization of yours, go on in that one from the account menu.`;
};

/** In place of a page that is not for whoever opened it: an old bookmark, or the link of somebody else. */
export const NoAccess = ({ profile, path }: { profile: Profile; path: string }) => (
  <DeadEnd title="Not for your role" icon={Lock} headline="Your role does not open this page">
    {hintOf(profile, path)}
  </DeadEnd>
);
