import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Category } from '@gatehouse/contracts/notifications/categories';
import type { InboxTab } from '@gatehouse/contracts/notifications/inbox';
import { client } from '../../../api/client';
import { queryClient } from '../../../api/queries';

const key = ['notifications'];

/** What the bell says, asked again and again while somebody looks. */
export const countsQuery = queryOptions({
  queryKey: [...key, 'counts'],
  queryFn: ({ signal }) => client.notifications.counts({ signal }),
  refetchInterval: 20_000,
});

export interface InboxFilter {
  status?: InboxTab | undefined;
  category?: Category | undefined;
}

export const inboxQuery = ({ status, category }: InboxFilter) =>
  infiniteQueryOptions({
    queryKey: [...key, 'list', status, category],
    queryFn: ({ signal, pageParam }) =>
      client.notifications.list({
        query: { limit: 25, cursor: pageParam, status, category },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ page }) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 20_000,
  });

export const refetchInbox = (): Promise<void> => queryClient.invalidateQueries({ queryKey: key });

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
