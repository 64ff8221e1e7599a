import { infiniteQueryOptions } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { byCursor, queryClient } from '../../../api/queries';

export const invitationsQuery = infiniteQueryOptions({
  queryKey: ['invitations'],
  queryFn: ({ signal, pageParam }) =>
    client.invitations.list({ query: { limit: 25, cursor: pageParam }, signal }),
  ...byCursor,
});

export const refetchInvitations = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: invitationsQuery.queryKey });
