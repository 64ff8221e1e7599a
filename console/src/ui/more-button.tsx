import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button } from './button';

/** At the end of a list that goes on. */
export const MoreButton = ({ list }: { list: UseInfiniteQueryResult }) =>
  list.hasNextPage ? (
    <div className="border-line grid border-t p-3">
      <Button
        variant="ghost"
        busy={list.isFetchingNextPage}
        onClick={() => void list.fetchNextPage()}
      >
        Show more
      </Button>
    </div>
  ) : null;
