import { useInfiniteQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useState } from 'react';
import type { NotificationDelivery } from '@gatehouse/contracts/notifications/deliveries';
import { Empty } from '../../../ui/empty';
import { PagedList } from '../../../ui/paged-list';
import { Time } from '../../../ui/time';
import { channelLabels, deliveriesQuery, type DeliveryFilter } from './deliveries';
import { DeliveryDrawer, StateBadge } from './delivery-drawer';

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

interface DeliveryListProps {
  filter: DeliveryFilter;
  canSend: boolean;
  /** Shows what one person was sent. */
  onPerson?: (userId: string) => void;
}

/** Some of what was sent, and each in a drawer. */
export const DeliveryList = ({ filter, canSend, onPerson }: DeliveryListProps) => {
  const [openId, setOpenId] = useState<string>();
  const list = useInfiniteQuery(deliveriesQuery(filter));
  return (
    <>
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
              <Row key={delivery.id} delivery={delivery} onOpen={() => setOpenId(delivery.id)} />
            ))}
          </ul>
        )}
      </PagedList>
      {openId !== undefined && (
        <DeliveryDrawer
          id={openId}
          canSend={canSend}
          onPerson={
            onPerson &&
            ((userId) => {
              setOpenId(undefined);
              onPerson(userId);
            })
          }
          onClose={() => setOpenId(undefined)}
        />
      )}
    </>
  );
};
