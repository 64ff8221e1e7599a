import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Category } from '@gatehouse/contracts/notifications/categories';
import type { InboxTab } from '@gatehouse/contracts/notifications/inbox';
import { client } from '../../../api/client';
import { byCursor, queryClient } from '../../../api/queries';
import { useNotificationEvents, useRealtime } from '../../../api/realtime';

const key = ['notifications'];

/** How often the inbox is asked for (ms): not at all while the server tells of what comes. */
const pollEvery = (live: boolean): number | false => (live ? false : 20_000);
/** Notifications come in crowds: they are looked at together, this much later (ms). */
const gathering = 300;

/** What the bell says. */
export const countsQuery = (live: boolean) =>
  queryOptions({
    queryKey: [...key, 'counts'],
    queryFn: ({ signal }) => client.notifications.counts({ signal }),
    refetchInterval: pollEvery(live),
  });

export interface InboxFilter {
  status?: InboxTab | undefined;
  category?: Category | undefined;
}

export const inboxQuery = ({ status, category }: InboxFilter, live: boolean) =>
  infiniteQueryOptions({
    queryKey: [...key, 'list', status, category],
    queryFn: ({ signal, pageParam }) =>
      client.notifications.list({
        query: { limit: 25, cursor: pageParam, status, category },
        signal,
      }),
    ...byCursor,
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery(live),
  });

export const refetchInbox = (): Promise<void> => queryClient.invalidateQueries({ queryKey: key });

/** Shows what comes into the inbox as it comes, while the component is shown. */
export const useLiveInbox = (): void => {
  const timer = useRef<number>(undefined);
  const refetch = (): void => {
    timer.current ??= window.setTimeout(() => {
      timer.current = undefined;
      void refetchInbox();
    }, gathering);
  };
  useEffect(() => () => window.clearTimeout(timer.current), []);
  useNotificationEvents(refetch);
  useRealtime('notification:new', refetch);
  useRealtime('notification:changed', refetch);
};

export const tabNames: Record<InboxTab | 'all', string> = {
  all: 'Inbox',
  unseen: 'New',
  unread: 'Unread',
  snoozed: 'Snoozed',
  archived: 'Archived',
};

/** In an hour, and tomorrow at nine by the clock of this browser. */
export const snoozeTimes = (now: Date): [label: string, until: Date][] => {
  const tomorrow = new Date(now);
  tomorrow.setDate(now.getDate() + 1);
  tomorrow.setHours(9, 0, 0, 0);
  return [
    ['For an hour', new Date(now.getTime() + 3_600_000)],
    ['Until tomorrow', tomorrow],
  ];
};
