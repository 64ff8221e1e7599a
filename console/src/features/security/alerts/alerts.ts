import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { RouteQuerySent } from '@gatehouse/contracts/route';
import type { AlertState } from '@gatehouse/contracts/security/alerts';
import type { DetectionKey } from '@gatehouse/contracts/security/detections';
import type { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { byCursor } from '../../../api/queries';
import { pollEvery } from '../monitor';

export const stateNames: Record<AlertState, string> = {
  open: 'Open',
  acknowledged: 'Acknowledged',
  muted: 'Muted',
  resolved: 'Resolved',
};

/** "Password guessing". */
export const detectionName = (key: DetectionKey): string => {
  const words = key.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Which alerts are listed. */
export type AlertFilter = Pick<
  RouteQuerySent<typeof routes.alerts.list>,
  'state' | 'severity' | 'detection' | 'assignee'
>;

export const alertsQuery = (filter: AlertFilter) =>
  infiniteQueryOptions({
    queryKey: ['monitor', 'now', 'alerts', filter],
    queryFn: ({ signal, pageParam }) =>
      client.alerts.list({ query: { limit: 25, cursor: pageParam, ...filter }, signal }),
    ...byCursor,
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery,
  });

/** One alert, and what was said of it. */
export const alertQuery = (id: string) =>
  queryOptions({
    queryKey: ['monitor', 'now', 'alert', id],
    queryFn: ({ signal }) => client.alerts.get({ params: { id }, signal }),
    refetchInterval: pollEvery,
  });

/** Staff whom an alert may be given to. */
export const assigneesQuery = queryOptions({
  queryKey: ['monitor', 'assignees'],
  queryFn: ({ signal }) => client.alerts.assignees({ signal }),
  staleTime: 60_000,
});

/** How long an alert may be muted, by what it is called, in minutes. */
export const mutes = [
  { minutes: 60, label: 'Mute for an hour' },
  { minutes: 1440, label: 'Mute for a day' },
  { minutes: 10_080, label: 'Mute for 7 days' },
];
