import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { WebhookEndpoint } from '@gatehouse/contracts/webhooks';
import { profileQuery } from '../../../api/queries';
import { Card } from '../../../ui/card';
import { CopyButton } from '../../../ui/copy-button';
import { DescriptionList } from '../../../ui/description-list';
import { Loaded } from '../../../ui/loaded';
import { Notice } from '../../../ui/notice';
import { PageHeader } from '../../../ui/page-header';
import { TextLink } from '../../../ui/text-link';
import { Time } from '../../../ui/time';
import { wantedEvents } from '../endpoints/endpoint-row';
import { EndpointSecretDialog } from '../endpoints/endpoint-secret-dialog';
import { endpointQuery, type NewEndpoint, refetchEndpoints } from '../endpoints/endpoints';
import { StatusBadge } from '../endpoints/status-badge';
import { DeliveryList } from './delivery-list';
import { EndpointActions, type EndpointStep } from './endpoint-actions';
import { EndpointDialogs } from './endpoint-dialogs';
import { RecoveriesCard } from './recoveries-card';

const route = getRouteApi('/shell/hooks/$id');

const Trouble = ({ endpoint }: { endpoint: WebhookEndpoint }) => {
  if (endpoint.status !== 'disabled') return null;
  return (
    <Notice tone="danger" className="mb-4">
      {endpoint.disabledReason === 'gone'
        ? 'Switched off: the address answered that it is gone (410).'
        : 'Switched off: nothing was taken for five days.'}{' '}
      What happens now is kept for it. Resume it when the receiver works, and send again what
      failed.
    </Notice>
  );
};

/** For receivers that verify without a secret. */
const PublicKey = ({ text }: { text: string }) => (
  <span className="flex items-start gap-1">
    <span className="min-w-0 font-mono text-[0.8125rem] wrap-anywhere">{text}</span>
    <CopyButton
      text={text}
      label="Copy the public key"
      iconOnly
      variant="ghost"
      className="-mt-0.5 size-6 [&_svg]:size-3.5"
    />
  </span>
);

const factsOf = (endpoint: WebhookEndpoint): [string, ReactNode][] => [
  ['State', <StatusBadge key="status" endpoint={endpoint} />],
  ['Address', endpoint.url],
  ['Description', endpoint.description === '' ? '–' : endpoint.description],
  ['Events', wantedEvents(endpoint)],
  [
    'Public key',
    endpoint.publicKey === null ? '–' : <PublicKey key="key" text={endpoint.publicKey} />,
  ],
  ['Added', <Time key="added" value={endpoint.createdAt} exact />],
  ...(endpoint.failingSince === null
    ? []
    : [
        ['Failing since', <Time key="failing" value={endpoint.failingSince} exact />] satisfies [
          string,
          ReactNode,
        ],
      ]),
];

const Endpoint = ({ endpoint }: { endpoint: WebhookEndpoint }) => {
  const { data: me } = useSuspenseQuery(profileQuery);
  const isMine = !endpoint.installation || me.permissions.includes('security:manage');
  const [step, setStep] = useState<EndpointStep>();
  const [made, setMade] = useState<NewEndpoint>();
  return (
    <>
      <PageHeader
        title={new URL(endpoint.url).host}
        description={<TextLink to="/hooks">All webhooks</TextLink>}
        actions={isMine && <EndpointActions endpoint={endpoint} onStep={setStep} />}
      />
      <Trouble endpoint={endpoint} />
      <div className="grid gap-4">
        <Card title="Endpoint">
          <DescriptionList items={factsOf(endpoint)} />
        </Card>
        {isMine ? (
          <>
            <RecoveriesCard endpointId={endpoint.id} />
            <DeliveryList endpoint={endpoint} />
          </>
        ) : (
          <Notice>
            It gets events of the whole installation: what is sent to it is for the staff to see.
          </Notice>
        )}
      </div>
      {step && (
        <EndpointDialogs
          step={step}
          endpoint={endpoint}
          onClose={() => setStep(undefined)}
          onMade={(rotated) => {
            setStep(undefined);
            setMade(rotated);
            void refetchEndpoints();
          }}
        />
      )}
      {made && <EndpointSecretDialog made={made} onClose={() => setMade(undefined)} />}
    </>
  );
};

/** One endpoint: what it wants, and what was sent to it. */
export const WebhookPage = () => {
  const { id } = route.useParams();
  const endpoint = useQuery(endpointQuery(id));
  return (
    <Loaded query={endpoint} rows={4}>
      {(data) => <Endpoint endpoint={data} />}
    </Loaded>
  );
};
