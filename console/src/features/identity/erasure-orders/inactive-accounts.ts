import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { byCursor, queryClient } from '../../../api/queries';

/** Accounts that are deactivated or deleted. */
export const inactiveAccountsQuery = (search?: string) =>
  infiniteQueryOptions({
    queryKey: ['inactive-accounts', search],
    queryFn: ({ signal, pageParam }) =>
      client.erasureOrders.listAccounts({
        query: { limit: 25, cursor: pageParam, search: search === '' ? undefined : search },
        signal,
      }),
    ...byCursor,
    placeholderData: keepPreviousData,
  });

export const refetchInactiveAccounts = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: ['inactive-accounts'] });
