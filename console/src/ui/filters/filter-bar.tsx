import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { Button } from '../button';
import { cn } from '../class-names';

/** A filter that lets everything through. */
type Cleared<F> = { readonly [K in keyof F]: undefined };

interface FilterBarProps<F extends object> {
  /** What the list is narrowed to; undefined and empty is for all. */
  filter: F;
  /** Told of all parts of the filter when they are cleared. */
  onClear: (cleared: Cleared<F>) => void;
  /** Columns, from a certain width on. */
  className?: string;
  children: ReactNode;
}

/** What a list is narrowed by, above it, and the way to see everything again. */
export const FilterBar = <F extends object>({
  filter,
  onClear,
  className,
  children,
}: FilterBarProps<F>) => {
  const bar = useRef<HTMLElement>(null);
  const isNarrowed = Object.values(filter).some((value) => value !== undefined && value !== '');
  const clear = () => {
    const parts = Object.keys(filter).map((part) => [part, undefined]);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are those of the filter
    onClear(Object.fromEntries(parts) as Cleared<F>);
    // The button goes, and would take the focus with it.
    bar.current?.focus();
  };
  return (
    <search
      ref={bar}
      tabIndex={-1}
      className={cn('grid gap-2 p-3 outline-none sm:px-5 sm:py-4', className)}
    >
      {children}
      {isNarrowed && (
        <Button variant="ghost" className="col-span-full justify-self-start" onClick={clear}>
          <X aria-hidden /> Clear filters
        </Button>
      )}
    </search>
  );
};
