import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useSignOut } from '../../../app/sign-out';
import { profileQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { EntryCard } from '../../../ui/entry-card';
import { LoadFailed } from '../../../ui/load-failed';
import { SkeletonRows } from '../../../ui/skeleton';
import { OtherOrganizations } from '../organizations/switcher';
import { StepUpForm } from '../step-up/step-up-form';
import { isAccepted, refetchFactors, twoFactorQuery, type TwoFactorStatus } from './two-factor';
import { TwoFactorWizard } from './wizard';

const roleNames = { BOSS: 'owner', MANAGER: 'manager', EMPLOYEE: 'employee' };

/** Whoever has a factor that counts, and signed in with another, proves that one; others turn one on. */
const Way = ({ email, onDone }: { email: string; onDone: () => void }) => {
  const { data: status, error, refetch } = useQuery(twoFactorQuery);
  if (error) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  if (status === undefined) return <SkeletonRows rows={3} />;
  return <KnownWay status={status} email={email} onDone={onDone} />;
};

interface KnownWayProps {
  status: TwoFactorStatus;
  email: string;
  onDone: () => void;
}

const KnownWay = ({ status, email, onDone }: KnownWayProps) => {
  // Decided once: a factor that was just turned on still has its backup codes to show.
  const [has] = useState(() => status.methods.some((method) => isAccepted(status, method)));
  if (!has) return <TwoFactorWizard email={email} onDone={onDone} />;
  return (
    <div className="grid gap-4">
      <p>What you signed in with does not count here. Confirm with a factor that does.</p>
      <StepUpForm onProved={() => void refetchFactors().then(onDone)} />
    </div>
  );
};

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
      <Way email={profile.email} onDone={() => void navigate({ to: '/', replace: true })} />
    </EntryCard>
  );
};
