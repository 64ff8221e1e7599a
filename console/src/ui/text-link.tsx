import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import { cn } from './class-names';

const Anchor = ({ className, children, ...rest }: ComponentProps<'a'>) => (
  <a
    className={cn(
      'text-accent-text decoration-accent-text/40 rounded-sm font-medium underline underline-offset-4 hover:decoration-current',
      className,
    )}
    {...rest}
  >
    {children}
  </a>
);

/** A link in text: underlined, so that colour is not the only sign. */
export const TextLink = createLink(Anchor);
