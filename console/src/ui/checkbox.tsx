import type { ComponentProps } from 'react';
import { cn } from './class-names';

export const Checkbox = ({ className, ...rest }: Omit<ComponentProps<'input'>, 'type'>) => (
  <input type="checkbox" className={cn('accent-accent size-4 shrink-0', className)} {...rest} />
);

/** With what it stands for at its right; the class is of both together. */
export const CheckField = ({
  className,
  children,
  ...rest
}: Omit<ComponentProps<'input'>, 'type'>) => (
  <label className={cn('flex cursor-pointer items-start gap-2.5', className)}>
    <Checkbox className="mt-0.5" {...rest} />
    {children}
  </label>
);
