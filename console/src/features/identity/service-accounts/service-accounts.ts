import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { byCursor, queryClient } from '../../../api/queries';

export const serviceAccountsQuery = infiniteQueryOptions({
  queryKey: ['service-accounts'],
  queryFn: ({ signal, pageParam }) =>
    client.serviceAccounts.list({ query: { limit: 25, cursor: pageParam }, signal }),
  ...byCursor,
});

export const serviceAccountQuery = (id: string) =>
  queryOptions({
    queryKey: ['service-accounts', id],
    queryFn: ({ signal }) => client.serviceAccounts.get({ params: { id }, signal }),
  });

export const refetchServiceAccounts = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: ['service-accounts'] });
