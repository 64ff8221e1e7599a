import { queryOptions } from '@tanstack/react-query';
import type { RouteAnswer } from '@gatehouse/contracts/route';
import type { SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import type { twoFactorRoutes } from '@gatehouse/contracts/identity/two-factor';
import { client } from '../../../api/client';
import { profileQuery, queryClient } from '../../../api/queries';

export const twoFactorQuery = queryOptions({
  queryKey: ['two-factor'],
  queryFn: ({ signal }) => client.twoFactor.status({ signal }),
});

export type TwoFactorStatus = RouteAnswer<(typeof twoFactorRoutes)['status']>;

/** Whether the organization lets a method count; backup codes go with those that do. */
export const isAccepted = (status: TwoFactorStatus, method: SecondFactorMethod): boolean =>
  status.accepted === null || status.accepted.some((accepted) => accepted === method);

/** Whether a method can be taken away: another one that counts has to remain where the role requires one. */
export const mayRemove = (status: TwoFactorStatus, method: SecondFactorMethod): boolean =>
  !status.required || status.methods.some((other) => other !== method && isAccepted(status, other));

/** After any change of factors: both what is shown and what the session may do follow. */
export const refetchFactors = (): Promise<unknown> =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: twoFactorQuery.queryKey }),
    queryClient.invalidateQueries({ queryKey: profileQuery.queryKey }),
  ]);
