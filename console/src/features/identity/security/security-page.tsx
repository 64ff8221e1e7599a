import { PageHeader } from '../../../ui/page-header';
import { ActivityCard } from '../activity/activity-card';
import { PasskeysCard } from '../passkeys/passkeys-card';
import { PasswordCard } from '../passwords/change-password-card';
import { ConnectionsCard } from '../social/connections-card';
import { TrustedDevicesCard } from '../trusted-devices/trusted-devices-card';
import { TwoFactorCard } from '../two-factor/two-factor-card';
import { CheckUpCard } from './check-up-card';

export const SecurityPage = () => (
  <>
    <PageHeader title="Security" description="How you prove that you are you." />
    <div className="grid gap-5">
      <CheckUpCard />
      <TwoFactorCard />
      <PasskeysCard />
      <TrustedDevicesCard />
      <PasswordCard />
      <ConnectionsCard />
      <ActivityCard />
    </div>
  </>
);
