import type { UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { LoadFailed } from './load-failed';
import { SkeletonRows } from './skeleton';

interface LoadedProps<T> {
  query: UseQueryResult<T> | UseInfiniteQueryResult<T>;
  /** How many rows to show room for until it is here. */
  rows: number;
  children: (data: T) => ReactNode;
}

/** What was asked for: on its way, failed with the way to try again, or here. */
export const Loaded = <T,>({ query, rows, children }: LoadedProps<T>) => {
  if (query.isPending) return <SkeletonRows rows={rows} />;
  if (query.isError) return <LoadFailed error={query.error} onRetry={() => void query.refetch()} />;
  return children(query.data);
};
