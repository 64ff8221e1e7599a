import { queryOptions, useMutation } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { replaceSession } from '../../../api/renewal';
import { announce } from '../../../api/tabs';

/** Organizations that I belong to. */
export const organizationsQuery = queryOptions({
  queryKey: ['organizations'],
  queryFn: async ({ signal }) =>
    (await client.organizations.list({ query: { limit: 100 }, signal })).data,
  staleTime: 60_000,
});

/** The organization that this session acts in. */
export const currentOrganizationQuery = queryOptions({
  queryKey: ['organizations', 'current'],
  queryFn: ({ signal }) => client.organizations.current({ signal }),
});

export const policiesQuery = queryOptions({
  queryKey: ['organizations', 'policies'],
  queryFn: ({ signal }) => client.policies.get({ signal }),
});

/**
 * Goes on in another organization. Everything that was loaded belongs to the one before, so every
 * tab begins anew.
 */
export const switchOrganization = async (id: string): Promise<void> => {
  await replaceSession((once) =>
    once.organizations.switch({ params: { id }, body: { delivery: 'cookie' } }),
  );
  announce({ type: 'switched' });
  location.assign('/');
};

export const useSwitchOrganization = () => useMutation({ mutationFn: switchOrganization });
