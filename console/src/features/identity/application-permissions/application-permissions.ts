import { queryOptions, useQuery } from '@tanstack/react-query';
import { isPermission, permissions } from '@gatehouse/contracts/permissions';
import { client } from '../../../api/client';
import { queryClient } from '../../../api/queries';

/** Permissions of the installation's applications, by name. */
export const applicationPermissionsQuery = queryOptions({
  queryKey: ['application-permissions'],
  queryFn: async ({ signal }) => (await client.applicationPermissions.list({ signal })).data,
  staleTime: 60_000,
});

/** Whatever shows what there is, or who may do it. */
export const refetchApplicationPermissions = async (): Promise<void> => {
  await Promise.all(
    ['application-permissions', 'roles', 'profile'].map((key) =>
      queryClient.invalidateQueries({ queryKey: [key] }),
    ),
  );
};

/** Every permission that roles may be made of, Gatehouse's own first, and each in words. */
export const usePermissions = (): { names: string[]; wordsOf: (name: string) => string } => {
  const ofApplications = useQuery(applicationPermissionsQuery).data ?? [];
  const described = new Map<string, string>(
    ofApplications.map(({ name, description }) => [name, description]),
  );
  return {
    names: [...Object.keys(permissions), ...described.keys()],
    wordsOf: (name) => (isPermission(name) ? permissions[name] : (described.get(name) ?? name)),
  };
};
