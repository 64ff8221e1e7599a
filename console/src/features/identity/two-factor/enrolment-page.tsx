import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useSignOut } from '../../../app/sign-out';
import { profileQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { EntryCard } from '../../../ui/entry-card';
import { OtherOrganizations } from '../organizations/switcher';
import { TwoFactorWizard } from './wizard';

const roleNames = { BOSS: 'owner', MANAGER: 'manager', EMPLOYEE: 'employee' };

/** The wall in front of whoever holds a role that requires a second factor. */
export const EnrolmentPage = () => {
  const { data: profile } = useSuspenseQuery(profileQuery);
  const navigate = useNavigate();
  const signOut = useSignOut();
  const role = profile.role === null ? 'member' : roleNames[profile.role];
  return (
    <EntryCard
      wide
      title="Protect your account first"
      description={`As ${role} of ${profile.organizationName ?? 'your organization'} you need a second factor to sign in. It takes a minute.`}
      footer={
        <span className="inline-flex flex-wrap justify-center gap-x-4 gap-y-2">
          <OtherOrganizations />
          <Button variant="link" busy={signOut.isPending} onClick={() => signOut.mutate()}>
            Sign out
          </Button>
        </span>
      }
    >
      <TwoFactorWizard
        email={profile.email}
        onDone={() => void navigate({ to: '/', replace: true })}
      />
    </EntryCard>
  );
};
