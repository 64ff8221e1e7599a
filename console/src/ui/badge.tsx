import type { ReactNode } from 'react';
import { cn } from './class-names';

const tones = {
  neutral: 'bg-hover text-muted',
  accent: 'bg-accent-soft text-accent-text',
  ok: 'bg-ok-soft text-ok-text',
  warn: 'bg-warn-soft text-warn-text',
  danger: 'bg-danger-soft text-danger-text',
};

export type Tone = keyof typeof tones;

/** One word or a few; what people named themselves is cut where there is no room, and shown by the pointer. */
export const Badge = ({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) => (
  <span
    className={cn(
      'inline-flex h-5.5 max-w-full items-center rounded-full px-2 text-xs font-medium',
      tones[tone],
    )}
  >
    <span className="truncate" title={typeof children === 'string' ? children : undefined}>
      {children}
    </span>
  </span>
);
