import { infiniteQueryOptions } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { byCursor } from '../../../api/queries';

export const sessionsQuery = infiniteQueryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal, pageParam }) =>
    client.sessions.list({ query: { limit: 25, cursor: pageParam }, signal }),
  ...byCursor,
});
