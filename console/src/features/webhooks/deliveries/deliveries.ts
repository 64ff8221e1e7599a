import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import type { WebhookDelivery } from '@gatehouse/contracts/webhooks';
import { client } from '../../../api/client';
import { byCursor, queryClient } from '../../../api/queries';

const deliveriesKey = (endpointId: string) => ['webhook-deliveries', endpointId];

/** What was sent to an endpoint or waits for it, kept up to date while it is looked at. */
export const deliveriesQuery = (endpointId: string, state?: WebhookDelivery['state']) =>
  infiniteQueryOptions({
    queryKey: [...deliveriesKey(endpointId), state],
    queryFn: ({ signal, pageParam }) =>
      client.webhooks.deliveries({
        params: { id: endpointId },
        query: { limit: 25, cursor: pageParam, state },
        signal,
      }),
    ...byCursor,
    placeholderData: keepPreviousData,
    refetchInterval: 3_000,
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
