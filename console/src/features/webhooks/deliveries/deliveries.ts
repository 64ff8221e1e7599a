import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ResponseClass, WebhookDelivery } from '@gatehouse/contracts/webhooks';
import { client } from '../../../api/client';
import { byCursor, queryClient } from '../../../api/queries';

const deliveriesKey = (endpointId: string) => ['webhook-deliveries', endpointId];

export interface DeliveryFilter {
  state?: WebhookDelivery['state'] | undefined;
  eventType?: string | undefined;
  eventId?: string | undefined;
  response?: ResponseClass | undefined;
}

/** What was sent to an endpoint or waits for it, kept up to date while it is looked at. */
export const deliveriesQuery = (endpointId: string, filter: DeliveryFilter) =>
  infiniteQueryOptions({
    queryKey: [...deliveriesKey(endpointId), filter],
    queryFn: ({ signal, pageParam }) =>
      client.webhooks.deliveries({
        params: { id: endpointId },
        query: { limit: 25, cursor: pageParam, ...filter },
        signal,
      }),
    ...byCursor,
    placeholderData: keepPreviousData,
    refetchInterval: 3_000,
  });

/** The body that is sent, which never changes. */
export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhook-delivery', id],
    queryFn: ({ signal }) => client.webhooks.delivery({ params: { id }, signal }),
    staleTime: Infinity,
  });

/** The tries of a delivery; a new try makes a new list. */
export const attemptsQuery = ({ id, attempts }: WebhookDelivery) =>
  infiniteQueryOptions({
    queryKey: ['webhook-attempts', id, attempts],
    queryFn: ({ signal, pageParam }) =>
      client.webhooks.attempts({
        params: { id },
        query: { limit: 25, cursor: pageParam },
        signal,
      }),
    ...byCursor,
    placeholderData: keepPreviousData,
  });

export const refetchDeliveries = (endpointId: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: deliveriesKey(endpointId) });
