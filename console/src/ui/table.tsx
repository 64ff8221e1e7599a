import type { ComponentProps } from 'react';
import { cn } from './class-names';

export const Table = ({ className, ...rest }: ComponentProps<'table'>) => (
  <table className={cn('w-full border-collapse text-left', className)} {...rest} />
);

export const TableHead = ({ className, ...rest }: ComponentProps<'th'>) => (
  <th
    scope="col"
    className={cn(
      'border-line bg-sunken text-muted h-9 whitespace-nowrap border-y px-3 text-xs font-medium first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5',
      className,
    )}
    {...rest}
  />
);

/** Of the column of menus, whose name is only read out. */
export const ActionsHead = () => (
  <TableHead>
    <span className="sr-only">Actions</span>
  </TableHead>
);

export const TableRow = ({ className, ...rest }: ComponentProps<'tr'>) => (
  <tr className={cn('border-line hover:bg-sunken border-b last:border-b-0', className)} {...rest} />
);

export const TableCell = ({ className, ...rest }: ComponentProps<'td'>) => (
  <td
    className={cn(
      'px-3 py-2.5 align-middle first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5',
      className,
    )}
    {...rest}
  />
);
