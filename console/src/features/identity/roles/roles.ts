import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import type { RoleDefinition } from '@gatehouse/contracts/identity/roles';
import { isBuiltIn } from '@gatehouse/contracts/permissions';
import { client } from '../../../api/client';
import { queryClient } from '../../../api/queries';
import { roleNames } from '../users/role-badge';

/** Every role of the organization, as rows of the matrix. */
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: async ({ signal }) => (await client.roles.list({ signal })).data,
  staleTime: 60_000,
});

export const refetchRoles = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: rolesQuery.queryKey });

/** What people call a role. */
export const titleOf = ({ id, name }: Pick<RoleDefinition, 'id' | 'name'>): string =>
  isBuiltIn(id) ? roleNames[id] : name;

/** All roles, for whoever may see them; none until they are known. */
export const useRoles = (me: Pick<Profile, 'permissions'>): RoleDefinition[] => {
  const enabled = me.permissions.includes('user:read');
  return useQuery({ ...rolesQuery, enabled }).data ?? [];
};
