import { cn } from './class-names';

export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden className={cn('bg-hover block animate-pulse rounded-md', className)} />
);

/** As tall as the rows that are coming, so that nothing jumps. */
export const SkeletonRows = ({ rows = 5 }: { rows?: number }) => (
  <div role="status" aria-label="Loading" className="divide-line divide-y">
    {Array.from({ length: rows }, (_, index) => (
      <div key={index} className="flex h-14 items-center gap-3 px-4 sm:px-5">
        <Skeleton className="size-8 rounded-full" />
        <div className="grid flex-1 gap-1.5">
          <Skeleton className="h-3.5 w-2/5 max-w-48" />
          <Skeleton className="h-3 w-3/5 max-w-72" />
        </div>
        <Skeleton className="h-5 w-16 rounded-full" />
      </div>
    ))}
  </div>
);
