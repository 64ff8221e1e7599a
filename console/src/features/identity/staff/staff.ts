import { infiniteQueryOptions } from '@tanstack/react-query';
import type { PlatformRole } from '@gatehouse/contracts/permissions';
import { client } from '../../../api/client';
import { byCursor, queryClient } from '../../../api/queries';

export const platformRoleNames: Record<PlatformRole, string> = {
  super_admin: 'Super admin',
  admin: 'Admin',
  auditor: 'Auditor',
};

/** Who looks after the installation. */
export const staffQuery = infiniteQueryOptions({
  queryKey: ['staff'],
  queryFn: ({ signal, pageParam }) =>
    client.staff.list({ query: { limit: 25, cursor: pageParam }, signal }),
  ...byCursor,
});

export const refetchStaff = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: ['staff'] });
