import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { byCursor, queryClient } from '../../../api/queries';

/** Groups of the organization, by name. */
export const groupsQuery = (search: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['groups', 'list', search],
    queryFn: ({ signal, pageParam }) =>
      client.groups.list({ query: { limit: 25, cursor: pageParam, search }, signal }),
    ...byCursor,
    placeholderData: keepPreviousData,
  });

/** The first hundred, to choose from. */
export const groupChoiceQuery = queryOptions({
  queryKey: ['groups', 'choice'],
  queryFn: async ({ signal }) => (await client.groups.list({ query: { limit: 100 }, signal })).data,
});

export const groupQuery = (id: string) =>
  queryOptions({
    queryKey: ['groups', id],
    queryFn: ({ signal }) => client.groups.get({ params: { id }, signal }),
  });

export const groupMembersQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['groups', id, 'members'],
    queryFn: ({ signal, pageParam }) =>
      client.groups.listMembers({
        params: { id },
        query: { limit: 25, cursor: pageParam },
        signal,
      }),
    ...byCursor,
  });

/** What somebody is in. */
export const groupsOfQuery = (id: string) =>
  queryOptions({
    queryKey: ['groups', 'of', id],
    queryFn: async ({ signal }) => (await client.groups.listOf({ params: { id }, signal })).data,
  });

/** Whatever is shown of groups, and people by them. */
export const refetchGroups = async (): Promise<void> => {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['groups'] }),
    queryClient.invalidateQueries({ queryKey: ['people'] }),
  ]);
};
