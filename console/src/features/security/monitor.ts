import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { networkInput } from '@gatehouse/contracts/security/networks';
import type { TimelinePeriod } from '@gatehouse/contracts/security/attempts';
import { client } from '../../api/client';
import { queryClient } from '../../api/queries';
import { useMonitoring, useRealtime } from '../../api/realtime';

/** What the server tells of is asked for again; this often in any case, in milliseconds. */
export const pollEvery = 10_000;
/** The same of what needs not be of this moment. */
export const pollSlowly = 15_000;
/** Events come in crowds, and whoever watches has a rate limit too. */
const leastPause = 3_000;

/** The parts of the page. */
export const tabs = ['overview', 'alerts', 'blocks', 'detections'] as const;
export type Tab = (typeof tabs)[number];

export const metricsQuery = queryOptions({
  queryKey: ['monitor', 'now', 'metrics'],
  queryFn: ({ signal }) => client.monitor.metrics({ signal }),
  refetchInterval: pollEvery,
});

export const timelineQuery = (period: TimelinePeriod) =>
  queryOptions({
    queryKey: ['monitor', 'timeline', period],
    queryFn: ({ signal }) => client.attempts.timeline({ query: { period }, signal }),
    refetchInterval: pollSlowly,
    placeholderData: keepPreviousData,
  });

export const topQuery = (by: 'address' | 'account') =>
  queryOptions({
    queryKey: ['monitor', 'top', by],
    queryFn: ({ signal }) => client.attempts.top({ query: { by, limit: 6 }, signal }),
    refetchInterval: pollSlowly,
  });

export const refetchMonitor = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: ['monitor'] });

/** Shows what the server tells of, at most every three seconds. */
export const useLiveMonitor = (): void => {
  const timer = useRef<number>(undefined);
  const refetch = (): void => {
    timer.current ??= window.setTimeout(() => {
      timer.current = undefined;
      void queryClient.invalidateQueries({ queryKey: ['monitor', 'now'] });
    }, leastPause);
  };
  useEffect(() => () => window.clearTimeout(timer.current), []);
  useMonitoring();
  useRealtime('monitoring:security-metrics', (metrics) => {
    queryClient.setQueryData(metricsQuery.queryKey, metrics);
  });
  useRealtime('monitoring:login-attempt', refetch);
  useRealtime('monitoring:ip-blocked', refetch);
  useRealtime('monitoring:ip-unblocked', refetch);
  useRealtime('monitoring:alert', refetch);
  useRealtime('monitoring:alert-changed', refetch);
};

/** Whether a text is a whole address, or a range, and not one that is still being typed. */
export const isNetwork = (text: string): boolean => networkInput.safeParse(text.trim()).success;

/** An address without the prefix that says it is one address. */
export const shownNetwork = (network: string): string => network.replace(/\/(32|128)$/, '');
