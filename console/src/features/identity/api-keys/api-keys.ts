import { infiniteQueryOptions } from '@tanstack/react-query';
import type { RouteAnswer } from '@gatehouse/contracts/route';
import type { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { queryClient } from '../../../api/queries';

/** A key just made or rotated, with the secret that is shown this once. */
export type NewSecret = RouteAnswer<typeof routes.apiKeys.create>;

export const apiKeysQuery = infiniteQueryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ signal, pageParam }) =>
    client.apiKeys.list({ query: { limit: 25, cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ page }) => page.nextCursor ?? undefined,
});

export const refetchApiKeys = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: apiKeysQuery.queryKey });
