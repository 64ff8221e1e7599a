import type { ReactNode } from 'react';
import { cn } from './class-names';

/** A state that needs no attention: a dot and a word, quieter than a badge. */
export const Sign = ({ tone, children }: { tone: 'ok' | 'off'; children: ReactNode }) => (
  <span className="inline-flex items-center gap-2 whitespace-nowrap">
    <span
      aria-hidden
      className={cn('size-2 rounded-full', tone === 'ok' ? 'bg-ok-text' : 'bg-line-strong')}
    />
    {children}
  </span>
);
