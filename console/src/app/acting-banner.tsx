import { UserRoundCog } from 'lucide-react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { useStopActing } from '../features/identity/users/use-acting';
import { Button } from '../ui/button';
import { Time } from '../ui/time';

/** Says on every page that somebody acts for the person, and lets them stop. */
export const ActingBanner = ({ profile }: { profile: Profile }) => {
  const stop = useStopActing();
  if (!profile.impersonation) return null;
  return (
    <div
      role="status"
      className="border-line bg-warn-soft text-warn-text sticky top-0 z-40 flex flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-2 sm:px-6"
    >
      <UserRoundCog className="size-4 shrink-0" aria-hidden />
      <p className="min-w-0 flex-1 basis-52">
        <strong>{profile.impersonation.by}</strong>, you act for{' '}
        <strong>
          {profile.firstName} {profile.lastName}
        </strong>
        . It ends <Time value={profile.impersonation.until} />.
      </p>
      <Button size="sm" busy={stop.isPending} onClick={() => stop.mutate()}>
        Stop
      </Button>
    </div>
  );
};
