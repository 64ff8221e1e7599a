import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { byCursor, queryClient } from '../../../api/queries';

const termOf = (search: string | undefined) => (search === '' ? undefined : search);

/** Every organization of the installation. */
export const allOrganizationsQuery = (search?: string) =>
  infiniteQueryOptions({
    queryKey: ['support', 'organizations', search],
    queryFn: ({ signal, pageParam }) =>
      client.support.listOrganizations({
        query: { limit: 25, cursor: pageParam, search: termOf(search) },
        signal,
      }),
    ...byCursor,
    placeholderData: keepPreviousData,
  });

/** Some organizations whose names have a text in them, as many as a list to choose from bears. */
export const organizationMatchesQuery = (search: string) =>
  queryOptions({
    queryKey: ['support', 'organization-matches', search],
    queryFn: async ({ signal }) => {
      const query = { limit: 20, search: termOf(search) };
      const { data } = await client.support.listOrganizations({ query, signal });
      return data.map(({ id, name }) => ({ id, name }));
    },
    placeholderData: keepPreviousData,
  });

export const supportedOrganizationQuery = (id: string) =>
  queryOptions({
    queryKey: ['support', 'organization', id],
    queryFn: ({ signal }) => client.support.getOrganization({ params: { id }, signal }),
  });

export const supportedPoliciesQuery = (id: string) =>
  queryOptions({
    queryKey: ['support', 'policies', id],
    queryFn: ({ signal }) => client.support.getPolicies({ params: { id }, signal }),
  });

export const supportedPeopleQuery = (id: string, search?: string) =>
  infiniteQueryOptions({
    queryKey: ['support', 'people', id, search],
    queryFn: ({ signal, pageParam }) =>
      client.support.listPeople({
        params: { id },
        query: { limit: 25, cursor: pageParam, search: termOf(search) },
        signal,
      }),
    ...byCursor,
    placeholderData: keepPreviousData,
  });

export const refetchSupported = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: ['support'] });
