import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { KeyFinding } from '@gatehouse/contracts/compliance/people';
import { client } from '../../api/client';
import { byCursor } from '../../api/queries';

export const complianceQuery = queryOptions({
  queryKey: ['compliance'],
  queryFn: ({ signal }) => client.compliance.summary({ signal }),
});

export const trailQuery = queryOptions({
  queryKey: ['compliance', 'trail'],
  queryFn: ({ signal }) => client.trailCompliance.get({ signal }),
});

export const keysQuery = (finding: KeyFinding) =>
  infiniteQueryOptions({
    queryKey: ['compliance', 'keys', finding],
    queryFn: ({ signal, pageParam }) =>
      client.compliance.keys({ query: { limit: 25, cursor: pageParam, finding }, signal }),
    ...byCursor,
  });
