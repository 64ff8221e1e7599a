import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { PeopleSort } from '@gatehouse/contracts/identity/users';
import { client } from '../../../api/client';
import { byCursor, queryClient } from '../../../api/queries';

export const accountFilters = ['inactive', 'unconfirmed', 'alone'] as const;
/** Which accounts a list is narrowed to: deactivated, with an unconfirmed address, or of no organization. */
export type AccountFilter = (typeof accountFilters)[number];

export interface AllPeopleFilter {
  search?: string | undefined;
  only?: AccountFilter | undefined;
  sort?: PeopleSort | undefined;
}

const conditions = {
  inactive: { isActive: 'false' },
  unconfirmed: { emailVerified: 'false' },
  alone: { hasOrganization: 'false' },
} as const satisfies Record<AccountFilter, object>;

const key = ['all-people'];

/** Everybody who has an account. */
export const allPeopleQuery = ({ search, only, sort }: AllPeopleFilter) =>
  infiniteQueryOptions({
    queryKey: [...key, 'list', { search, only, sort }],
    queryFn: ({ signal, pageParam }) =>
      client.people.list({
        query: {
          limit: 25,
          cursor: pageParam,
          search: search === '' ? undefined : search,
          sort,
          ...(only === undefined ? {} : conditions[only]),
        },
        signal,
      }),
    ...byCursor,
    placeholderData: keepPreviousData,
  });

export const anyPersonQuery = (id: string) =>
  queryOptions({
    queryKey: [...key, id],
    queryFn: ({ signal }) => client.people.get({ params: { id }, signal }),
  });

export const anyMeansQuery = (id: string) =>
  queryOptions({
    queryKey: [...key, id, 'means'],
    queryFn: ({ signal }) => client.people.getSignInMeans({ params: { id }, signal }),
  });

export const anySessionsQuery = (id: string) =>
  queryOptions({
    queryKey: [...key, id, 'sessions'],
    queryFn: ({ signal }) =>
      client.people.listSessions({ params: { id }, query: { limit: 100 }, signal }),
  });

export const anyMailsQuery = (id: string) =>
  queryOptions({
    queryKey: [...key, id, 'mails'],
    queryFn: ({ signal }) =>
      client.people.listMails({ params: { id }, query: { limit: 50 }, signal }),
  });

export const refetchAllPeople = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: key });
