import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { byCursor } from '../../../api/queries';
import { pollEvery } from '../monitor';

export const blocksQuery = (state: 'active' | 'ended') =>
  infiniteQueryOptions({
    queryKey: ['monitor', 'now', 'blocks', state],
    queryFn: ({ signal, pageParam }) =>
      client.blocks.list({ query: { limit: 25, cursor: pageParam, state }, signal }),
    ...byCursor,
    refetchInterval: pollEvery,
  });

export const allowedQuery = queryOptions({
  queryKey: ['monitor', 'allowed'],
  queryFn: ({ signal }) => client.blocks.listAllowed({ signal }),
});
