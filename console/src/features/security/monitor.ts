import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { TimelinePeriod } from '@gatehouse/contracts/security/attempts';
import { client } from '../../api/client';
import { queryClient } from '../../api/queries';
import { useMonitoring, useRealtime } from '../../api/realtime';

/** How often what is shown is asked for again, in milliseconds; events come sooner. */
export const pollEvery = 4_000;

/** The parts of the page. */
export const tabs = ['overview', 'alerts', 'blocks', 'detections'] as const;
export type Tab = (typeof tabs)[number];

export const metricsQuery = queryOptions({
  queryKey: ['monitor', 'metrics'],
  queryFn: ({ signal }) => client.monitor.metrics({ signal }),
  refetchInterval: pollEvery,
});

export const timelineQuery = (period: TimelinePeriod) =>
  queryOptions({
    queryKey: ['monitor', 'timeline', period],
    queryFn: ({ signal }) => client.attempts.timeline({ query: { period }, signal }),
    refetchInterval: pollEvery,
    placeholderData: keepPreviousData,
  });

export const topQuery = (by: 'address' | 'account') =>
  queryOptions({
    queryKey: ['monitor', 'top', by],
    queryFn: ({ signal }) => client.attempts.top({ query: { by, limit: 6 }, signal }),
    refetchInterval: pollEvery * 2,
  });

export const refetchMonitor = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: ['monitor'] });

/** Shows at once what the server tells of. */
export const useLiveMonitor = (): void => {
  const refetch = () => void refetchMonitor();
  useMonitoring();
  useRealtime('monitoring:login-attempt', refetch);
  useRealtime('monitoring:ip-blocked', refetch);
  useRealtime('monitoring:ip-unblocked', refetch);
  useRealtime('monitoring:alert', refetch);
};

/** An address without the prefix that says it is one address. */
export const shownNetwork = (network: string): string => network.replace(/\/(32|128)$/, '');
