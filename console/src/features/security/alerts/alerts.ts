import { infiniteQueryOptions } from '@tanstack/react-query';
import type { AlertState } from '@gatehouse/contracts/security/alerts';
import { client } from '../../../api/client';
import { byCursor } from '../../../api/queries';
import { pollEvery } from '../monitor';

export const stateNames: Record<AlertState, string> = {
  open: 'Open',
  acknowledged: 'Acknowledged',
  muted: 'Muted',
  resolved: 'Resolved',
};

export const alertsQuery = (state: AlertState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['monitor', 'now', 'alerts', state],
    queryFn: ({ signal, pageParam }) =>
      client.alerts.list({
        query: { limit: 25, cursor: pageParam, ...(state && { state }) },
        signal,
      }),
    ...byCursor,
    refetchInterval: pollEvery,
  });

/** How long an alert may be muted, by what it is called, in minutes. */
export const mutes = [
  { minutes: 60, label: 'Mute for an hour' },
  { minutes: 1440, label: 'Mute for a day' },
  { minutes: 10_080, label: 'Mute for 7 days' },
];
