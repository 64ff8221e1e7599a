import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { channels } from '@gatehouse/contracts/notifications/categories';
import { deliveryStates } from '@gatehouse/contracts/notifications/deliveries';
import { profileQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { PageHeader } from '../../../ui/page-header';
import { Select } from '../../../ui/select';
import { SendDialog } from '../sending/send-dialog';
import { channelLabels, type DeliveryFilter, states, statsQuery } from './deliveries';
import { DeliveryList } from './delivery-list';
import { GivenUp } from './given-up';

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
  const [filter, setFilter] = useState<DeliveryFilter>({});
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
      <Card
        title="Deliveries"
        flush
        actions={
          <>
            <Select
              aria-label="State"
              className="w-36"
              value={filter.state ?? ''}
              onChange={({ target }) =>
                setFilter({ ...filter, state: deliveryStates.find((one) => one === target.value) })
              }
            >
              <option value="">Any state</option>
              {deliveryStates.map((state) => (
                <option key={state} value={state}>
                  {states[state].name}
                </option>
              ))}
            </Select>
            <Select
              aria-label="Channel"
              className="w-36"
              value={filter.channel ?? ''}
              onChange={({ target }) =>
                setFilter({ ...filter, channel: channels.find((one) => one === target.value) })
              }
            >
              <option value="">Any channel</option>
              {channels.map((channel) => (
                <option key={channel} value={channel}>
                  {channelLabels[channel]}
                </option>
              ))}
            </Select>
          </>
        }
      >
        <DeliveryList filter={filter} canSend={maySend} />
      </Card>
      {sending && (
        <SendDialog
          withTemplates={permissions.includes('template:manage')}
          onClose={() => setSending(false)}
        />
      )}
    </>
  );
};
