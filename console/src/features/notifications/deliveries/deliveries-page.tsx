import { useInfiniteQuery, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { channels } from '@gatehouse/contracts/notifications/categories';
import {
  deliveryStates,
  type NotificationDelivery,
} from '@gatehouse/contracts/notifications/deliveries';
import { profileQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { PageHeader } from '../../../ui/page-header';
import { PagedList } from '../../../ui/paged-list';
import { Select } from '../../../ui/select';
import { Time } from '../../../ui/time';
import { SendDialog } from '../sending/send-dialog';
import {
  channelLabels,
  deliveriesQuery,
  type DeliveryFilter,
  states,
  statsQuery,
} from './deliveries';
import { DeliveryDrawer, StateBadge } from './delivery-drawer';

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

const Row = ({ delivery, onOpen }: { delivery: NotificationDelivery; onOpen: () => void }) => (
  <li className="border-line border-t">
    <button
      type="button"
      onClick={onOpen}
      className="hover:bg-sunken flex w-full flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-left focus-visible:-outline-offset-2 sm:px-5"
    >
      <span className="min-w-0 flex-1 wrap-anywhere">{delivery.subject}</span>
      <StateBadge state={delivery.state} />
      <span className="text-muted flex basis-full flex-wrap gap-x-3 text-[0.8125rem]">
        <span>{delivery.userName ?? 'Somebody who was erased'}</span>
        <span>{channelLabels[delivery.channel]}</span>
        <Time value={delivery.createdAt} />
      </span>
    </button>
  </li>
);

interface ResultsProps {
  filter: DeliveryFilter;
  onOpen: (id: string) => void;
}

const Results = ({ filter, onOpen }: ResultsProps) => {
  const list = useInfiniteQuery(deliveriesQuery(filter));
  return (
    <PagedList
      list={list}
      rows={5}
      empty={
        <Empty icon={Send} title="Nothing was sent">
          Notifications to people of the organization are listed here.
        </Empty>
      }
    >
      {(deliveries) => (
        <ul>
          {deliveries.map((delivery) => (
            <Row key={delivery.id} delivery={delivery} onOpen={() => onOpen(delivery.id)} />
          ))}
        </ul>
      )}
    </PagedList>
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
  const [openId, setOpenId] = useState<string>();
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
        <Results filter={filter} onOpen={setOpenId} />
      </Card>
      {openId !== undefined && (
        <DeliveryDrawer id={openId} canSend={maySend} onClose={() => setOpenId(undefined)} />
      )}
      {sending && (
        <SendDialog
          withTemplates={permissions.includes('template:manage')}
          onClose={() => setSending(false)}
        />
      )}
    </>
  );
};
