import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { profileQuery } from '../../../api/queries';
import { Card } from '../../../ui/card';
import { PageHeader } from '../../../ui/page-header';
import { toast } from '../../../ui/toast-store';
import { TwoFactorWizard } from './wizard';

export const TwoFactorPage = () => {
  const { data: profile } = useSuspenseQuery(profileQuery);
  const navigate = useNavigate();
  return (
    <>
      <PageHeader
        title="Two-factor sign-in"
        description="Whoever learns your password still cannot get in."
      />
      <Card className="max-w-2xl">
        <TwoFactorWizard
          email={profile.email}
          onDone={() => {
            toast('Two-factor sign-in is on.');
            void navigate({ to: '/security' });
          }}
        />
      </Card>
    </>
  );
};
