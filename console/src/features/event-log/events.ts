import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client } from '../../api/client';
import { byCursor, queryClient } from '../../api/queries';

const key = 'event-log';

export const listenersQuery = queryOptions({
  queryKey: [key, 'listeners'],
  queryFn: ({ signal }) => client.events.listeners({ signal }),
});

/** Events that were given up, of one listener or of all. */
export const parkedQuery = (listener: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [key, 'parked', listener],
    queryFn: ({ signal, pageParam }) =>
      client.events.parked({ query: { limit: 25, cursor: pageParam, listener }, signal }),
    ...byCursor,
  });

/** Work in the background that was given up. */
export const failedJobsQuery = queryOptions({
  queryKey: [key, 'failed-jobs'],
  queryFn: ({ signal }) => client.events.failedJobs({ signal }),
});

/** The latest replays, kept up to date while one runs. */
export const replaysQuery = queryOptions({
  queryKey: [key, 'replays'],
  queryFn: ({ signal }) => client.events.replays({ query: { limit: 5 }, signal }),
  refetchInterval: ({ state }) =>
    state.data?.data.some((replay) => replay.state === 'running') === true ? 1_000 : false,
});

export const refetchEvents = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: [key] });
