import { useSuspenseQuery } from '@tanstack/react-query';
import { etagOf } from '@gatehouse/contracts/etag';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { profileQuery, queryClient } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { DescriptionList } from '../../../ui/description-list';
import { PageHeader } from '../../../ui/page-header';
import { ProblemNote } from '../../../ui/problem-note';
import { Time } from '../../../ui/time';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { AttributesCard } from '../attributes/attributes-card';
import { DataCard } from '../data-rights/data-card';
import { EmailsCard } from '../emails/emails-card';
import { platformRoleNames } from '../staff/staff';
import { RoleBadge } from '../users/role-badge';
import { ContactFields, emptyIsNull } from './contact-fields';
import { NameFields } from './name-fields';
import { PictureCard } from './picture-card';
import { UsernameField } from './username-field';

const valuesOf = ({ firstName, lastName, username, jobTitle, phone }: Profile) => ({
  firstName,
  lastName,
  username,
  jobTitle,
  phone,
});

/** What whoever looks after the installation is there. */
const staffOf = ({ platformRole }: Profile): [string, string][] =>
  platformRole === null ? [] : [['Staff of the installation', platformRoleNames[platformRole]]];

const ProfileForm = ({ profile }: { profile: Profile }) => {
  const form = useContractForm({
    contract: routes.profile.update.body,
    defaultValues: valuesOf(profile),
    send: (body) => client.profile.update({ body, ifMatch: etagOf(profile.updatedAt) }),
    onDone: (changed) => {
      queryClient.setQueryData(profileQuery.queryKey, changed);
      form.reset(valuesOf(changed));
      toast('Your profile is saved.');
    },
    codes: { username_taken: 'username' },
  });
  const { errors, register } = form;
  return (
    <form noValidate className="grid max-w-xl gap-4" onSubmit={form.onSubmit}>
      <ProblemNote error={form.problem} />
      <NameFields
        first={{ error: errors.firstName?.message, input: register('firstName') }}
        last={{ error: errors.lastName?.message, input: register('lastName') }}
      />
      <UsernameField
        label="Username"
        hint="A second name to sign in with; leave it empty to have none."
        error={errors.username?.message}
        input={register('username', emptyIsNull)}
      />
      <ContactFields
        jobTitle={{ error: errors.jobTitle?.message, input: register('jobTitle', emptyIsNull) }}
        phone={{ error: errors.phone?.message, input: register('phone', emptyIsNull) }}
      />
      <div>
        <Button type="submit" variant="primary" busy={form.busy}>
          Save
        </Button>
      </div>
    </form>
  );
};

const OwnAttributes = ({ profile }: { profile: Profile }) => (
  <AttributesCard
    values={profile.attributes}
    mayEdit={({ editableBy }) => editableBy === 'person'}
    save={async (attributes) => {
      const changed = await client.profile.update({ body: { attributes } });
      queryClient.setQueryData(profileQuery.queryKey, changed);
    }}
  />
);

export const ProfilePage = () => {
  const { data: profile } = useSuspenseQuery(profileQuery);
  return (
    <>
      <PageHeader title="Profile" description="Who you are to the others of your organization." />
      <div className="grid gap-5">
        <Card title="Name">
          <ProfileForm profile={profile} />
        </Card>
        <PictureCard profile={profile} />
        <EmailsCard />
        {profile.organizationId !== null && <OwnAttributes profile={profile} />}
        <Card title="Account">
          <DescriptionList
            items={[
              ['Organization', profile.organizationName ?? 'None yet: somebody has to add you'],
              ['Role', profile.role === null ? 'None' : <RoleBadge of={profile} />],
              ...staffOf(profile),
              ['Member since', <Time key="since" value={profile.createdAt} exact />],
            ]}
          />
        </Card>
        <DataCard />
      </div>
    </>
  );
};
