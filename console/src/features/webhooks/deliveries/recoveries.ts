import { queryOptions } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { queryClient } from '../../../api/queries';

const recoveriesKey = (endpointId: string) => ['webhook-recoveries', endpointId];

/** The latest recoveries of an endpoint, kept up to date while one runs. */
export const recoveriesQuery = (endpointId: string) =>
  queryOptions({
    queryKey: recoveriesKey(endpointId),
    queryFn: ({ signal }) =>
      client.webhooks.recoveries({ params: { id: endpointId }, query: { limit: 3 }, signal }),
    refetchInterval: ({ state }) =>
      state.data?.data.some((recovery) => recovery.state === 'running') === true ? 1_000 : false,
  });

export const refetchRecoveries = (endpointId: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: recoveriesKey(endpointId) });
