import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { TableHead } from './table';

interface SortHeadProps<Key extends string> {
  /** What the column is sorted by. */
  by: Key;
  /** What the table is sorted by; with a minus the other way round. */
  sort: Key | `-${Key}` | (string & {});
  onSort: (sort: Key | `-${Key}`) => void;
  className?: string;
  /** Stands before the button, such as a box that selects all. */
  before?: ReactNode;
  children: ReactNode;
}

/** The head of a column that the table can be sorted by: once, and once more the other way round. */
export const SortHead = <Key extends string>({
  by,
  sort,
  onSort,
  className,
  before,
  children,
}: SortHeadProps<Key>) => {
  const direction = sort === by ? 'ascending' : sort === `-${by}` ? 'descending' : 'none';
  const Arrow = { ascending: ArrowUp, descending: ArrowDown, none: ArrowUpDown }[direction];
  return (
    <TableHead className={className} aria-sort={direction}>
      <span className="inline-flex items-center">
        {before}
        <button
          type="button"
          className="hover:text-text inline-flex h-9 items-center gap-1"
          onClick={() => onSort(direction === 'ascending' ? `-${by}` : by)}
        >
          {children}
          <Arrow aria-hidden className={direction === 'none' ? 'size-3 opacity-40' : 'size-3'} />
        </button>
      </span>
    </TableHead>
  );
};
