import { queryOptions } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { profileQuery, queryClient } from '../../../api/queries';

export const twoFactorQuery = queryOptions({
  queryKey: ['two-factor'],
  queryFn: ({ signal }) => client.twoFactor.status({ signal }),
});

/** After any change of factors: both what is shown and what the session may do follow. */
export const refetchFactors = (): Promise<unknown> =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: twoFactorQuery.queryKey }),
    queryClient.invalidateQueries({ queryKey: profileQuery.queryKey }),
  ]);
