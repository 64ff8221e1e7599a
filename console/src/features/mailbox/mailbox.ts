import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { client } from '../../api/client';
import { byCursor } from '../../api/queries';

/** Looks again every few seconds: whoever is here waits for a mail. */
const interval = 4000;

export const mailboxQuery = (to: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['mailbox', 'messages', to],
    queryFn: ({ signal, pageParam }) =>
      client.mailbox.list({ query: { limit: 25, cursor: pageParam, to }, signal }),
    ...byCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.status === 'error' ? false : interval),
  });
