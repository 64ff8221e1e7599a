import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { RoleKey } from '@gatehouse/contracts/identity/roles';
import type { PeopleSort } from '@gatehouse/contracts/identity/users';
import { client } from '../../../api/client';
import { byCursor, queryClient } from '../../../api/queries';

export interface PeopleFilter {
  search?: string | undefined;
  role?: RoleKey | undefined;
  group?: string | undefined;
  status?: 'active' | 'inactive' | undefined;
  sort?: PeopleSort | undefined;
}

/** What the API is asked of a filter. */
export const queryOf = ({ search, role, group, status }: PeopleFilter) =>
  ({
    search: search === '' ? undefined : search,
    role,
    group,
    group,
    isActive: status === undefined ? undefined : status === 'active' ? 'true' : 'false',
  }) as const;

export const peopleQuery = ({ search, role, group, status, sort }: PeopleFilter) =>
  infiniteQueryOptions({
    queryKey: ['people', { search, role, group, status, sort }],
    queryFn: ({ signal, pageParam }) =>
      client.users.list({
        query: {
          limit: 25,
          cursor: pageParam,
          ...queryOf({ search, role, group, status }),
          sort,
        },
        signal,
      }),
    ...byCursor,
    placeholderData: keepPreviousData,
  });

export const memberQuery = (id: string) =>
  queryOptions({
    queryKey: ['people', id],
    queryFn: ({ signal }) => client.users.get({ params: { id }, signal }),
  });

export const memberMeansQuery = (id: string) =>
  queryOptions({
    queryKey: ['people', id, 'means'],
    queryFn: ({ signal }) => client.administration.getSignInMeans({ params: { id }, signal }),
  });

/** Names by id, for where only ids are told, such as the audit trail. */
export const directoryQuery = queryOptions({
  queryKey: ['people', 'directory'],
  queryFn: async ({ signal }) => {
    const { data } = await client.users.list({ query: { limit: 100 }, signal });
    return new Map(data.map((person) => [person.id, `${person.firstName} ${person.lastName}`]));
  },
  staleTime: 60_000,
});

export const refetchPeople = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: ['people'] });
