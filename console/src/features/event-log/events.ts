import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from '../../api/client';
import { beginOf } from '../../api/values/days';
import { byCursor, queryClient } from '../../api/queries';

const key = 'event-log';

export const listenersQuery = queryOptions({
  queryKey: [key, 'listeners'],
  queryFn: ({ signal }) => client.events.listeners({ signal }),
});

/** Which parked events are listed: of one listener or of all, of a type, of a time. */
export interface ParkedFilter {
  listener?: string | undefined;
  type?: string | undefined;
  /** Days, as `2026-01-31`, where the reader is; the last one is in it. */
  from?: string | undefined;
  until?: string | undefined;
}

/** What is meant, without the listener, as the server takes it. */
export const whichOf = ({ type, from, until }: ParkedFilter) => ({
  type,
  'occurredAt[gte]': beginOf(from),
  'occurredAt[lt]': beginOf(until, 1),
});

/** Events that were given up. */
export const parkedQuery = (filter: ParkedFilter) =>
  infiniteQueryOptions({
    queryKey: [key, 'parked', filter],
    queryFn: ({ signal, pageParam }) =>
      client.events.parked({
        query: { limit: 25, cursor: pageParam, listener: filter.listener, ...whichOf(filter) },
        signal,
      }),
    ...byCursor,
    placeholderData: keepPreviousData,
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
