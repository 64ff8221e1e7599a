import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Intervention, Person } from '@gatehouse/contracts/identity/people';
import { profileQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { DescriptionList } from '../../../ui/description-list';
import { Loaded } from '../../../ui/loaded';
import { PageHeader } from '../../../ui/page-header';
import { TabLinks } from '../../../ui/tab-links';
import { TextLink } from '../../../ui/text-link';
import { Time } from '../../../ui/time';
import { PersonTrail } from '../../audit/person-trail';
import { SignInMeansCard } from '../person/sign-in-means-card';
import { SessionRow } from '../sessions/session-row';
import { platformRoleNames } from '../staff/staff';
import { roleNames } from '../users/role-badge';
import { anyMeansQuery, anyPersonQuery, anySessionsQuery } from './all-people';
import { AccountStatus } from './any-person-row';
import { InterventionDialog } from './intervention-dialog';
import { deeds, deedsFor, mayIntervene } from './interventions';
import { MailsCard } from './mails-card';

const route = getRouteApi('/shell/installation/people/$id');

const factsOf = (person: Person): [string, React.ReactNode][] => [
  ['E-mail address', person.email],
  ['Username', person.username ?? 'None'],
  ['Account', <AccountStatus key="status" person={person} />],
  ['Second factor', person.twoFactorEnabled ? 'On' : 'Off'],
  ['Staff', person.platformRole === null ? 'No' : platformRoleNames[person.platformRole]],
  ['Since', <Time key="since" value={person.createdAt} />],
];

const Memberships = ({ memberships }: Pick<Person, 'memberships'>) => (
  <Card title="Organizations">
    {memberships.length === 0 ? (
      <p className="text-muted">Of no organization.</p>
    ) : (
      <DescriptionList
        items={memberships.map(({ organizationId, organizationName, role, customRole }) => [
          organizationName,
          <TextLink
            key={organizationId}
            to="/installation/organizations/$id"
            params={{ id: organizationId }}
          >
            {customRole ?? roleNames[role]}
          </TextLink>,
        ])}
      />
    )}
  </Card>
);

const Sessions = ({ id }: { id: string }) => (
  <Card title="Sessions" flush>
    <Loaded query={useQuery(anySessionsQuery(id))} rows={3}>
      {({ data }) =>
        data.length === 0 ? (
          <p className="text-muted px-4 pb-4 sm:px-5">Signed in nowhere.</p>
        ) : (
          <ul aria-label="Sessions">
            {data.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </ul>
        )
      }
    </Loaded>
  </Card>
);

const Means = ({ id, onLift }: { id: string; onLift?: (() => void) | undefined }) => (
  <SignInMeansCard query={useQuery(anyMeansQuery(id))} onLift={onLift} />
);

interface TabsProps {
  person: Person;
  seesTrail: boolean;
  /** Where I may let them try again whom failures make wait. */
  onLift?: (() => void) | undefined;
}

const Tabs = ({ person, seesTrail, onLift }: TabsProps) => {
  const tabs = [
    ['profile', 'Profile'] as const,
    ['sessions', 'Sessions'] as const,
    ['means', 'Ways in'] as const,
    ['mails', 'Mails'] as const,
    ...(seesTrail ? [['audit', 'Audit'] as const] : []),
  ];
  const { tab } = route.useSearch();
  const open = tabs.find(([one]) => one === tab)?.[0] ?? 'profile';
  return (
    <>
      <TabLinks label="Parts of this account's page" tabs={tabs} open={open} />
      {open === 'profile' && (
        <div className="grid gap-4">
          <Card title="Profile">
            <DescriptionList items={factsOf(person)} />
          </Card>
          <Memberships memberships={person.memberships} />
        </div>
      )}
      {open === 'sessions' && <Sessions id={person.id} />}
      {open === 'means' && <Means id={person.id} onLift={onLift} />}
      {open === 'mails' && <MailsCard id={person.id} />}
      {open === 'audit' && <PersonTrail id={person.id} />}
    </>
  );
};

/** One account, as the staff of the installation sees it. */
export const AnyPersonPage = () => {
  const { id } = route.useParams();
  const { data: me } = useSuspenseQuery(profileQuery);
  const found = useQuery(anyPersonQuery(id));
  const [deed, setDeed] = useState<Intervention>();
  return (
    <Loaded query={found} rows={5}>
      {(person) => (
        <>
          <PageHeader
            title={`${person.firstName} ${person.lastName}`}
            description={<TextLink to="/installation/people">All accounts</TextLink>}
            actions={deedsFor(me, person).map((one) => (
              <Button key={one} onClick={() => setDeed(one)}>
                {deeds[one].action}
              </Button>
            ))}
          />
          <Tabs
            person={person}
            seesTrail={me.permissions.includes('audit:read')}
            onLift={
              mayIntervene(me, person, 'lift_delays') ? () => setDeed('lift_delays') : undefined
            }
          />
          {deed && (
            <InterventionDialog deed={deed} person={person} onClose={() => setDeed(undefined)} />
          )}
        </>
      )}
    </Loaded>
  );
};
