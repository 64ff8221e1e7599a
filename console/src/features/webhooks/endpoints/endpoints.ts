import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { RouteAnswer } from '@gatehouse/contracts/route';
import type { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { byCursor, queryClient } from '../../../api/queries';

/** An endpoint just added or rotated, with the secret that is shown this once. */
export type NewEndpoint = RouteAnswer<typeof routes.webhooks.create>;

const endpointsKey = ['webhooks'];

export const endpointsQuery = infiniteQueryOptions({
  queryKey: [...endpointsKey, 'list'],
  queryFn: ({ signal, pageParam }) =>
    client.webhooks.list({ query: { limit: 25, cursor: pageParam }, signal }),
  ...byCursor,
});

export const endpointQuery = (id: string) =>
  queryOptions({
    queryKey: [...endpointsKey, id],
    queryFn: ({ signal }) => client.webhooks.get({ params: { id }, signal }),
    // It may be switched off while somebody looks at it.
    refetchInterval: 10_000,
  });

/** What endpoints may ask for; it changes with a new version of the server only. */
export const eventTypesQuery = queryOptions({
  queryKey: ['webhook-event-types'],
  queryFn: ({ signal }) => client.webhooks.eventTypes({ signal }),
  staleTime: Infinity,
});

export const refetchEndpoints = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: endpointsKey });
