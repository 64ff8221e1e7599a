import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Category, Channel } from '@gatehouse/contracts/notifications/categories';
import type { DeliveryState } from '@gatehouse/contracts/notifications/deliveries';
import { client } from '../../../api/client';
import { byCursor, queryClient } from '../../../api/queries';
import { beginOf } from '../../../api/values/days';
import type { Tone } from '../../../ui/badge';
import type { Days } from '../../../ui/filters/day-range';

const key = ['notification-deliveries'];

export interface DeliveryFilter {
  state?: DeliveryState | undefined;
  channel?: Channel | undefined;
  category?: Category | undefined;
  userId?: string | undefined;
  noticeId?: string | undefined;
  'createdAt[gte]'?: string | undefined;
  'createdAt[lt]'?: string | undefined;
}

/** What the list of everything sent is narrowed to. */
export interface SentFilter
  extends Pick<DeliveryFilter, 'state' | 'channel' | 'category' | 'userId'>, Days {}

/** A filter as the server takes it. */
export const wishOf = ({ from, until, ...rest }: SentFilter): DeliveryFilter => ({
  ...rest,
  'createdAt[gte]': beginOf(from),
  'createdAt[lt]': beginOf(until, 1),
});

/** What was sent to whom, kept up to date while it is looked at. */
export const deliveriesQuery = (filter: DeliveryFilter) =>
  infiniteQueryOptions({
    queryKey: [...key, 'list', filter],
    queryFn: ({ signal, pageParam }) =>
      client.notificationDeliveries.list({
        query: { limit: 25, cursor: pageParam, ...filter },
        signal,
      }),
    ...byCursor,
    placeholderData: keepPreviousData,
    refetchInterval: 5_000,
  });

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: [...key, id],
    queryFn: ({ signal }) => client.notificationDeliveries.get({ params: { id }, signal }),
    refetchInterval: 5_000,
  });

/** Addresses that nothing is sent to any more. */
export const suppressionsQuery = infiniteQueryOptions({
  queryKey: [...key, 'suppressions'],
  queryFn: ({ signal, pageParam }) =>
    client.suppressions.list({ query: { limit: 10, cursor: pageParam }, signal }),
  ...byCursor,
});

export const statsQuery = queryOptions({
  queryKey: [...key, 'stats'],
  queryFn: ({ signal }) => client.notificationDeliveries.stats({ signal }),
  refetchInterval: 30_000,
});

export const refetchDeliveries = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: key });

export const states: Record<DeliveryState, { name: string; tone: Tone }> = {
  queued: { name: 'Queued', tone: 'neutral' },
  sent: { name: 'Sent', tone: 'accent' },
  delivered: { name: 'Delivered', tone: 'ok' },
  bounced: { name: 'Bounced', tone: 'danger' },
  failed: { name: 'Failed', tone: 'danger' },
  suppressed: { name: 'Not sent', tone: 'warn' },
  cancelled: { name: 'Cancelled', tone: 'neutral' },
  skipped: { name: 'Not reached', tone: 'warn' },
};

export const channelLabels: Record<Channel, string> = {
  in_app: 'Console',
  email: 'Mail',
  sms: 'SMS',
};
