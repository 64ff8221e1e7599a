import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { byCursor } from '../../../api/queries';
import { isNetwork, pollEvery } from '../monitor';

export interface BlockFilter {
  /** Whose block is looked for. */
  address?: string | undefined;
  /** Those that are over; left out for those in force. */
  blocks?: 'ended' | undefined;
}

export const blocksQuery = ({ address, blocks }: BlockFilter) => {
  const state = blocks ?? 'active';
  const wanted = address !== undefined && isNetwork(address) ? { address } : {};
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
