import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { staleAfterDays } from '@gatehouse/contracts/compliance/people';
import type { RoleKey } from '@gatehouse/contracts/identity/roles';
import type { PeopleSort } from '@gatehouse/contracts/identity/users';
import { client } from '../../../api/client';
import { byCursor, queryClient } from '../../../api/queries';

/** What the list is narrowed to, beside a role. */
export const peopleStatuses = {
  active: 'Active',
  inactive: 'Deactivated',
  no_factor: 'Without second factor',
  unseen: 'Not seen for 90 days',
} as const;
export type PeopleStatus = keyof typeof peopleStatuses;

export interface PeopleFilter {
  search?: string | undefined;
  role?: RoleKey | undefined;
  group?: string | undefined;
  /** An attribute and its value, such as `team:Sales`. */
  attribute?: string | undefined;
  status?: PeopleStatus | undefined;
  sort?: PeopleSort | undefined;
}

const staleSince = (): string => new Date(Date.now() - staleAfterDays * 86_400_000).toISOString();

const conditionsOf = (status: PeopleStatus | undefined) => {
  if (status === undefined) return {};
  if (status === 'inactive') return { isActive: 'false' } as const;
  const active = { isActive: 'true' } as const;
  if (status === 'no_factor') return { ...active, twoFactorEnabled: 'false' } as const;
  return status === 'unseen' ? { ...active, 'lastSeenAt[lt]': staleSince() } : active;
};

/** What the API is asked of a filter. */
export const queryOf = ({ search, status, role, group, attribute }: PeopleFilter) => ({
  search: search === '' ? undefined : search,
  role,
  group,
  attribute,
  ...conditionsOf(status),
});

export const peopleQuery = (filter: PeopleFilter) =>
  infiniteQueryOptions({
    queryKey: ['people', filter],
    queryFn: ({ signal, pageParam }) =>
      client.users.list({
        query: { limit: 25, cursor: pageParam, ...queryOf(filter), sort: filter.sort },
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

/** "1 person", "2 people". */
export const countOfPeople = (count: number): string =>
  count === 1 ? '1 person' : `${count} people`;

export const refetchPeople = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: ['people'] });
