import type { ReactNode } from 'react';
import { cn } from './class-names';
import { usePageTitle } from './page-header';

interface EntryCardProps {
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Below the card: the way to a neighbouring page. */
  footer?: ReactNode;
  wide?: boolean;
}

/** The one card of a page outside the shell. */
export const EntryCard = ({
  title,
  description,
  children,
  footer,
  wide = false,
}: EntryCardProps) => {
  usePageTitle(title);
  return (
    <div className={cn('w-full', wide ? 'max-w-lg' : 'max-w-sm')}>
      <section className="border-line bg-surface shadow-card rounded-xl border p-5 sm:p-7">
        <h1 tabIndex={-1} data-page-heading className="text-xl font-semibold tracking-tight">
          {title}
        </h1>
        {description && <div className="text-muted mt-1.5 text-pretty">{description}</div>}
        {children && <div className="mt-5">{children}</div>}
      </section>
      {footer && <div className="text-muted mt-5 text-center">{footer}</div>}
    </div>
  );
};
