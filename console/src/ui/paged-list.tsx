import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Loaded } from './loaded';
import { MoreButton } from './more-button';

interface PagedListProps<T> {
  list: UseInfiniteQueryResult<InfiniteData<{ data: T[] }>>;
  /** How many rows to show room for until they are here. */
  rows: number;
  /** In place of a list of none. */
  empty?: ReactNode;
  /** What is loaded of the list. */
  children: (items: T[]) => ReactNode;
}

/** A list that comes page by page, with the way to more of it. */
export const PagedList = <T,>({ list, rows, empty, children }: PagedListProps<T>) => (
  <Loaded query={list} rows={rows}>
    {({ pages }) => {
      const items = pages.flatMap((page) => page.data);
      if (items.length === 0 && empty) return empty;
      return (
        <div aria-busy={list.isPlaceholderData}>
          {children(items)}
          <MoreButton list={list} />
        </div>
      );
    }}
  </Loaded>
);
