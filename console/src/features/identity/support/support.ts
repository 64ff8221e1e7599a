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

/** Names of organizations by id, as many as a list to choose from bears. */
export const organizationNamesQuery = queryOptions({
  queryKey: ['support', 'organization-names'],
  queryFn: async ({ signal }) => {
    const { data } = await client.support.listOrganizations({ query: { limit: 100 }, signal });
    return new Map(data.map(({ id, name }) => [id, name]));
  },
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
