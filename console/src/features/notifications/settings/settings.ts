import { queryOptions } from '@tanstack/react-query';
import type { Channel } from '@gatehouse/contracts/notifications/categories';
import { client } from '../../../api/client';

export const preferencesQuery = queryOptions({
  queryKey: ['notification-preferences'],
  queryFn: ({ signal }) => client.preferences.get({ signal }),
});

export const channelNames: Record<Channel, string> = {
  in_app: 'In the console',
  email: 'By mail',
  sms: 'By SMS',
};

/** Time zones that this browser knows, the chosen one among them. */
export const timeZonesWith = (chosen: string): string[] =>
  [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', chosen])].toSorted();
