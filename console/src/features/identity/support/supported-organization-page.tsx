import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { OrganizationPolicies } from '@gatehouse/contracts/identity/policies';
import type { SupportedOrganization } from '@gatehouse/contracts/identity/support';
import { roles } from '@gatehouse/contracts/permissions';
import type { User } from '@gatehouse/contracts/identity/user';
import { client } from '../../../api/client';
import { profileQuery } from '../../../api/queries';
import { Badge } from '../../../ui/badge';
import { Card } from '../../../ui/card';
import { DescriptionList } from '../../../ui/description-list';
import { Loaded } from '../../../ui/loaded';
import { PageHeader } from '../../../ui/page-header';
import { SearchField } from '../../../ui/search-field';
import { TextLink } from '../../../ui/text-link';
import { Time } from '../../../ui/time';
import { ImpersonateDialog } from '../users/impersonate-dialog';
import { methodWords } from '../second-factor/methods';
import { roleNames } from '../users/role-badge';
import { ClosingButton } from './closing-button';
import { SupportedPeople } from './supported-people';
import { supportedOrganizationQuery, supportedPoliciesQuery } from './support';

const route = getRouteApi('/shell/installation/organizations/$id');

const lengthOf = (least: number | null): string =>
  least === null ? 'As installed' : `${least} characters`;

const acceptedOf = ({ acceptedFactors }: OrganizationPolicies): string =>
  roles
    .flatMap((role) => {
      const accepted = acceptedFactors[role];
      const names = accepted?.map((method) => methodWords[method].name).join(', ');
      return names === undefined ? [] : [`${roleNames[role]}: ${names}`];
    })
    .join('; ') || 'Any';

const factsOf = (policies: OrganizationPolicies): [string, ReactNode][] => [
  ['Sessions', policies.sessions === 'strict' ? 'Strict' : 'Standard'],
  [
    'Second factor',
    policies.secondFactorRoles.map((role) => roleNames[role]).join(', ') || 'Nobody must',
  ],
  ['Factors that count', acceptedOf(policies)],
  ['Ways to sign in', policies.signInMethods?.join(', ') ?? 'Every one'],
  ['Mail domains', policies.allowedEmailDomains.join(', ') || 'Any'],
  ['Passwords', lengthOf(policies.passwordMinLength)],
  ['With a second factor', lengthOf(policies.passwordMinLengthSecondFactor)],
  ['Password strength', policies.passwordMinScore ?? 'As installed'],
  ['Words ruled out', policies.passwordWords.join(', ') || 'None'],
];

const Policies = ({ id }: { id: string }) => {
  const policies = useQuery(supportedPoliciesQuery(id));
  return (
    <Loaded query={policies} rows={3}>
      {(data) => <DescriptionList items={factsOf(data)} />}
    </Loaded>
  );
};

const ClosedBadge = ({
  organization: { closedAt, erasedAt, erased },
}: {
  organization: SupportedOrganization;
}) => {
  if (closedAt === null || erasedAt === null) return null;
  return (
    <>
      <Badge tone="danger">{erased ? 'Erased' : 'Closed'}</Badge> {erased ? 'on' : 'Erased on'}{' '}
      <Time value={erasedAt} exact />.
    </>
  );
};

/** One organization, as the staff of the installation sees it. */
export const SupportedOrganizationPage = () => {
  const { id } = route.useParams();
  const { data: me } = useSuspenseQuery(profileQuery);
  const organization = useQuery(supportedOrganizationQuery(id));
  const [search, setSearch] = useState('');
  const [person, setPerson] = useState<User>();
  return (
    <Loaded query={organization} rows={4}>
      {(data) => (
        <>
          <PageHeader
            title={data.name}
            description={
              <>
                {data.members} {data.members === 1 ? 'person' : 'people'}.{' '}
                <ClosedBadge organization={data} />{' '}
                <TextLink to="/installation/organizations">All organizations</TextLink>
              </>
            }
            actions={
              me.permissions.includes('organization:close_any') &&
              !data.erased && <ClosingButton organization={data} />
            }
          />
          <div className="grid gap-4">
            <Card title="People" flush>
              <search className="block px-4 pb-3 sm:px-5">
                <SearchField
                  label="Search people"
                  placeholder="Name, username or e-mail"
                  value={search}
                  onChange={setSearch}
                />
              </search>
              <SupportedPeople
                organizationId={id}
                search={search}
                mayAct={me.permissions.includes('user:impersonate_any')}
                onAct={setPerson}
              />
            </Card>
            <Card title="Policies">
              <Policies id={id} />
            </Card>
          </div>
          {person && (
            <ImpersonateDialog
              person={person}
              begin={(body) =>
                client.support.impersonate({ params: { id, userId: person.id }, body })
              }
              onClose={() => setPerson(undefined)}
            />
          )}
        </>
      )}
    </Loaded>
  );
};
