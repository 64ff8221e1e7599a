import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { byCursor } from '../../../api/queries';
import { isNetwork, pollEvery } from '../monitor';

export interface BlockFilter {
  state: 'active' | 'ended';
  /** Whose block is looked for; empty for all. */
  address: string;
}

export const blocksQuery = ({ state, address }: BlockFilter) => {
  const wanted = isNetwork(address) ? { address } : {};
  return infiniteQueryOptions({
    queryKey: ['monitor', 'now', 'blocks', { state, wanted }],
    queryFn: ({ signal, pageParam }) =>
      client.blocks.list({ query: { limit: 25, cursor: pageParam, state, ...wanted }, signal }),
    ...byCursor,
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery,
  });
};

export const allowedQuery = queryOptions({
  queryKey: ['monitor', 'allowed'],
  queryFn: ({ signal }) => client.blocks.listAllowed({ signal }),
});
