import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import type { Member } from '@gatehouse/contracts/identity/user';
import { client } from '../../../api/client';
import { profileQuery, queryClient } from '../../../api/queries';
import { Card } from '../../../ui/card';
import { DescriptionList } from '../../../ui/description-list';
import { Loaded } from '../../../ui/loaded';
import { PageHeader } from '../../../ui/page-header';
import { TabLinks } from '../../../ui/tab-links';
import { TextLink } from '../../../ui/text-link';
import { Time } from '../../../ui/time';
import { toast } from '../../../ui/toast-store';
import { PersonTrail } from '../../audit/person-trail';
import { PermissionWords } from '../application-permissions/permission-words';
import { PersonGroups } from '../groups/person-groups';
import { AttributesCard } from '../attributes/attributes-card';
import { useRoles } from '../roles/roles';
import { memberMeansQuery, memberQuery, refetchPeople } from '../users/people';
import { type Chosen, PersonDialog } from '../users/person-dialog';
import { PersonMenu } from '../users/person-menu';
import { RoleBadge } from '../users/role-badge';
import { actionsFor, mayManage } from '../users/rules';
import { PersonKeys } from './person-keys';
import { PersonSessions } from './person-sessions';
import { SignInMeansCard } from './sign-in-means-card';

const route = getRouteApi('/shell/people/$id');

interface PersonProps {
  me: Profile;
  person: Member;
}

const accountOf = (person: Member): [string, React.ReactNode] => [
  'Account',
  person.isActive ? 'Active' : 'Deactivated',
];
const addedOf = (person: Member): [string, React.ReactNode] => [
  'Added',
  <Time key="added" value={person.createdAt} />,
];

const factsOfPerson = (person: Member): [string, React.ReactNode][] => [
  ['E-mail address', person.email],
  ['Confirmed', person.emailVerified ? 'Yes' : 'No'],
  ['Username', person.username ?? 'None'],
  ['Job title', person.jobTitle ?? 'None'],
  ['Phone', person.phone ?? 'None'],
  accountOf(person),
  ['Second factor', person.twoFactorEnabled ? 'On' : 'Off'],
  [
    'Whose account',
    person.ownedByOrganization
      ? 'The organization looks after it'
      : 'Their own: the organization decides on the membership alone',
  ],
  addedOf(person),
];

/** A program has no address of its own, and nothing that it signs in with but keys. */
const factsOf = (person: Member): [string, React.ReactNode][] =>
  person.isServiceAccount
    ? [['Kind', 'Service account, for a program'], accountOf(person), addedOf(person)]
    : factsOfPerson(person);

/** What the role lets its holder do. */
const Role = ({ me, person }: PersonProps) => {
  const key = person.customRole?.id ?? person.role;
  const held = useRoles(me).find(({ id }) => id === key)?.permissions ?? [];
  return (
    <Card title="Role">
      <RoleBadge of={person} />
      <div className="mt-3">
        <PermissionWords of={held} />
      </div>
    </Card>
  );
};

const Means = ({ id, mayLift }: { id: string; mayLift: boolean }) => {
  const means = memberMeansQuery(id);
  const lift = useMutation({
    mutationFn: () => client.administration.liftDelays({ params: { id } }),
    onSuccess: () => toast('They may try again at once.'),
    onSettled: () => queryClient.invalidateQueries({ queryKey: means.queryKey }),
  });
  return (
    <SignInMeansCard
      query={useQuery(means)}
      busy={lift.isPending}
      {...(mayLift ? { onLift: () => lift.mutate() } : {})}
    />
  );
};

/** Parts of the page that I may see. */
const tabsOf = ({ me, person }: PersonProps) => {
  const seesKeys = mayManage(me, person) && me.permissions.includes('session:read');
  const seesSessions = seesKeys && !person.isServiceAccount;
  return [
    ['profile', 'Profile'] as const,
    ...(seesSessions ? [['sessions', 'Sessions'] as const] : []),
    ...(seesKeys ? [['keys', 'API keys'] as const] : []),
    ...(seesSessions && person.ownedByOrganization ? [['means', 'Ways in'] as const] : []),
    ['role', 'Role and groups'] as const,
    ...(me.permissions.includes('audit:read') ? [['audit', 'Audit'] as const] : []),
  ];
};

const Tabs = ({ me, person }: PersonProps) => {
  const tabs = tabsOf({ me, person });
  const { tab } = route.useSearch();
  const open = tabs.find(([one]) => one === tab)?.[0] ?? 'profile';
  const mayEnd = me.permissions.includes('session:revoke');
  return (
    <>
      <TabLinks label="Parts of this person's page" tabs={tabs} open={open} />
      {open === 'profile' && (
        <div className="grid gap-5">
          <Card title="Profile">
            <DescriptionList items={factsOf(person)} />
          </Card>
          <AttributesCard
            values={person.attributes}
            mayEdit={() => mayManage(me, person) && me.permissions.includes('user:update')}
            save={async (attributes) => {
              await client.users.update({ params: { id: person.id }, body: { attributes } });
              await refetchPeople();
            }}
          />
        </div>
      )}
      {open === 'sessions' && (
        <Card title="Sessions" flush>
          <PersonSessions person={person} mayEnd={mayEnd} />
        </Card>
      )}
      {open === 'keys' && <PersonKeys id={person.id} mayEnd={mayEnd} />}
      {open === 'means' && (
        <Means id={person.id} mayLift={me.permissions.includes('password:reset')} />
      )}
      {open === 'role' && (
        <div className="grid gap-4">
          <Role me={me} person={person} />
          {me.permissions.includes('groups:read') && <PersonGroups me={me} person={person} />}
        </div>
      )}
      {open === 'audit' && <PersonTrail id={person.id} />}
    </>
  );
};

/** To where one came from, and to where a program is looked after. */
const Ways = ({ me, person }: PersonProps) => (
  <span className="flex flex-wrap gap-x-4">
    <TextLink to="/people">All people</TextLink>
    {person.isServiceAccount && me.permissions.includes('service_account:manage') && (
      <TextLink to="/automation/$id" params={{ id: person.id }}>
        Service account
      </TextLink>
    )}
  </span>
);

/** One person of the organization. */
export const PersonPage = () => {
  const { id } = route.useParams();
  const { data: me } = useSuspenseQuery(profileQuery);
  const member = useQuery(memberQuery(id));
  const [chosen, setChosen] = useState<Chosen>();
  return (
    <Loaded query={member} rows={5}>
      {(person) => (
        <>
          <PageHeader
            title={`${person.firstName} ${person.lastName}`}
            description={<Ways me={me} person={person} />}
            actions={
              actionsFor(me, person).length > 0 && (
                <PersonMenu
                  me={me}
                  person={person}
                  onAction={(action) => setChosen({ action, person })}
                />
              )
            }
          />
          <Tabs me={me} person={person} />
          {chosen && <PersonDialog chosen={chosen} me={me} onClose={() => setChosen(undefined)} />}
        </>
      )}
    </Loaded>
  );
};
