import { queryOptions } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { profileQuery, queryClient } from '../../../api/queries';

export const emailsQuery = queryOptions({
  queryKey: ['emails'],
  queryFn: ({ signal }) => client.emailAddresses.list({ signal }),
});

/** The primary one stands in the profile too. */
export const refetchEmails = (): Promise<unknown> =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: emailsQuery.queryKey }),
    queryClient.invalidateQueries({ queryKey: profileQuery.queryKey }),
    queryClient.invalidateQueries({ queryKey: ['sessions'] }),
  ]);
