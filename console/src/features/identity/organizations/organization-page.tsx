import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Building2 } from 'lucide-react';
import { useState } from 'react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { profileQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { Loaded } from '../../../ui/loaded';
import { PageHeader } from '../../../ui/page-header';
import { DefinitionsCard } from '../attributes/definitions-card';
import { InvitationsCard } from '../invitations/invitations-card';
import { CloseCard } from './close-card';
import { CreateOrganizationDialog } from './create-organization-dialog';
import { LeaveCard } from './leave-card';
import { LanguageCard } from './details/language-card';
import { NameCard } from './details/name-card';
import { currentOrganizationQuery, organizationsQuery } from './organizations';
import { PoliciesCard } from './policies-card';

const Settings = ({ me }: { me: Profile }) => {
  const organization = useQuery(currentOrganizationQuery);
  const mayUpdate = me.permissions.includes('organization:update');
  return (
    <Loaded query={organization} rows={4}>
      {(data) => (
        <div className="grid gap-5">
          {mayUpdate && <NameCard organization={data} />}
          {mayUpdate && <LanguageCard organization={data} />}
          {me.permissions.includes('user:read') && <InvitationsCard me={me} />}
          {mayUpdate && <PoliciesCard organization={data} />}
          {mayUpdate && <DefinitionsCard />}
          <LeaveCard organization={data} />
          {me.role === 'BOSS' && <CloseCard organization={data} />}
        </div>
      )}
    </Loaded>
  );
};

const None = () => {
  const [creating, setCreating] = useState(false);
  const belongs = (useQuery(organizationsQuery).data ?? []).length > 0;
  return (
    <Card>
      <Empty
        icon={Building2}
        title={
          belongs ? 'You are in none of your organizations' : 'You belong to no organization yet'
        }
        action={<Button onClick={() => setCreating(true)}>New organization</Button>}
      >
        {belongs
          ? 'They do not allow the way that you signed in. Switch to one to hear which ways it allows, and add one on your security page where you have none.'
          : 'Ask to be invited, or create one of your own.'}
      </Empty>
      <CreateOrganizationDialog open={creating} onClose={() => setCreating(false)} />
    </Card>
  );
};

export const OrganizationPage = () => {
  const { data: me } = useSuspenseQuery(profileQuery);
  return (
    <>
      <PageHeader
        title="Organization"
        description={
          me.organizationName === null
            ? undefined
            : `What ${me.organizationName} is called and asks for, and who is invited.`
        }
      />
      {me.organizationId === null ? <None /> : <Settings me={me} />}
    </>
  );
};
