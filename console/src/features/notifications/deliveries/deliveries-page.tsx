import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { RotateCcw, Send } from 'lucide-react';
import { useState } from 'react';
import { deliveryStates } from '@gatehouse/contracts/notifications/deliveries';
import { profileQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { useNarrowing } from '../../../ui/filters/use-narrowing';
import { PageHeader } from '../../../ui/page-header';
import { SendDialog } from '../sending/send-dialog';
import { states, statsQuery, wishOf } from './deliveries';
import { DeliveryFilters } from './delivery-filters';
import { DeliveryList } from './delivery-list';
import { GivenUp } from './given-up';
import { ResendDialog } from './resend-dialog';
import { Scheduled } from './scheduled';
import { SuppressionsCard } from './suppressions-card';

const route = getRouteApi('/shell/sent');

const Stats = () => {
  const { data } = useQuery(statsQuery);
  return (
    <dl className="mb-4 grid grid-cols-4 gap-2 sm:grid-cols-8" aria-label="The last 30 days">
      {deliveryStates.map((state) => (
        <div key={state} className="border-line bg-surface shadow-card rounded-lg border px-3 py-2">
          <dt className="text-muted text-xs">{states[state].name}</dt>
          <dd className="text-lg font-semibold tabular-nums">{data?.states[state] ?? '–'}</dd>
        </div>
      ))}
    </dl>
  );
};

/** What was sent to the people of the organization, and what became of it. */
export const DeliveriesPage = () => {
  const {
    data: { permissions },
  } = useSuspenseQuery(profileQuery);
  const maySend = permissions.includes('notification:send');
  const [sending, setSending] = useState(false);
  const [resending, setResending] = useState(false);
  const filter = route.useSearch();
  const narrow = useNarrowing(route);
  return (
    <>
      <PageHeader
        title="Sent notifications"
        description="What people of the organization were told, by which channel, and what became of it."
        actions={
          maySend &&
          permissions.includes('user:read') && (
            <Button variant="primary" onClick={() => setSending(true)}>
              <Send aria-hidden /> Send a notification
            </Button>
          )
        }
      />
      <Stats />
      <GivenUp />
      <Scheduled />
      <Card
        title="Deliveries"
        flush
        actions={
          maySend && (
            <Button onClick={() => setResending(true)}>
              <RotateCcw aria-hidden /> Send again what failed
            </Button>
          )
        }
      >
        <DeliveryFilters filter={filter} onChange={narrow} />
        <DeliveryList
          filter={wishOf(filter)}
          canSend={maySend}
          onPerson={(userId) => narrow({ userId })}
        />
      </Card>
      <SuppressionsCard canSend={maySend} />
      {resending && <ResendDialog onClose={() => setResending(false)} />}
      {sending && <SendDialog onClose={() => setSending(false)} />}
    </>
  );
};
