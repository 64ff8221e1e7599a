import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Send } from 'lucide-react';
import { useState } from 'react';
import type { WebhookDelivery, WebhookEndpoint } from '@gatehouse/contracts/webhooks';
import { Card } from '../../../ui/card';
import { Empty } from '../../../ui/empty';
import { useNarrowing } from '../../../ui/filters/use-narrowing';
import { PagedList } from '../../../ui/paged-list';
import { Time } from '../../../ui/time';
import { type DeliveryFilter, deliveriesQuery } from './deliveries';
import { DeliveryDrawer } from './delivery-drawer';
import { DeliveryFilters } from './delivery-filters';
import { DeliveryState } from './delivery-state';

const triesOf = ({ attempts }: WebhookDelivery) => (attempts === 1 ? '1 try' : `${attempts} tries`);

interface DeliveryRowProps {
  delivery: WebhookDelivery;
  /** Whether anything is sent to the endpoint now. */
  isOn: boolean;
  onOpen: () => void;
}

const DeliveryRow = ({ delivery, isOn, onOpen }: DeliveryRowProps) => (
  <li className="border-line border-t">
    <button
      type="button"
      onClick={onOpen}
      className="hover:bg-sunken flex w-full flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-left focus-visible:-outline-offset-2 sm:px-5"
    >
      <span className="min-w-0 flex-1 font-mono text-[0.8125rem] wrap-anywhere">
        {delivery.eventType}
      </span>
      <DeliveryState delivery={delivery} />
      <span className="text-muted flex basis-full flex-wrap gap-x-3 text-[0.8125rem]">
        <Time value={delivery.createdAt} />
        <span>{triesOf(delivery)}</span>
        {isOn && delivery.nextAttemptAt !== null && delivery.attempts > 0 && (
          <span>
            next <Time value={delivery.nextAttemptAt} />
          </span>
        )}
      </span>
    </button>
  </li>
);

type List = ReturnType<typeof useDeliveries>;
const route = getRouteApi('/shell/hooks/$id');

const useDeliveries = (endpointId: string, filter: DeliveryFilter) =>
  useInfiniteQuery(deliveriesQuery(endpointId, filter));

interface ResultsProps {
  list: List;
  isOn: boolean;
  onOpen: (id: string) => void;
}

const Results = ({ list, isOn, onOpen }: ResultsProps) => (
  <PagedList
    list={list}
    rows={5}
    empty={
      <Empty icon={Send} title="Nothing was sent">
        What happens is listed here as it is sent. A test event shows whether the receiver works.
      </Empty>
    }
  >
    {(deliveries) => (
      <ul>
        {deliveries.map((delivery) => (
          <DeliveryRow
            key={delivery.id}
            delivery={delivery}
            isOn={isOn}
            onOpen={() => onOpen(delivery.id)}
          />
        ))}
      </ul>
    )}
  </PagedList>
);

/** What was sent to an endpoint, and each try in a drawer. */
export const DeliveryList = ({ endpoint }: { endpoint: WebhookEndpoint }) => {
  const filter = route.useSearch();
  const narrow = useNarrowing(route);
  const [openId, setOpenId] = useState<string>();
  const list = useDeliveries(endpoint.id, filter);
  const open = list.data?.pages.flatMap((page) => page.data).find(({ id }) => id === openId);
  return (
    <Card title="Deliveries" flush>
      <DeliveryFilters filter={filter} onChange={narrow} />
      <Results list={list} isOn={endpoint.status === 'enabled'} onOpen={setOpenId} />
      {open && (
        <DeliveryDrawer
          delivery={open}
          status={endpoint.status}
          onClose={() => setOpenId(undefined)}
        />
      )}
    </Card>
  );
};
