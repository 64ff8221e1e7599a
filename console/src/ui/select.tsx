import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './class-names';
import { controlClasses } from './input';

/** The platform's own list: best on phones and with screen readers, and needs no inline style. */
export const Select = ({ className, children, ...rest }: ComponentProps<'select'>) => (
  <span className={cn('relative inline-flex w-full', className)}>
    <select
      className={cn(controlClasses, 'h-9 appearance-none pr-8 text-ellipsis text-base sm:text-sm')}
      {...rest}
    >
      {children}
    </select>
    <ChevronDown
      aria-hidden
      className="text-muted pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2"
    />
  </span>
);
