import { useId, type ReactNode } from 'react';
import { cn } from './class-names';

interface CardProps {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
  className?: string;
  /** Without padding: for tables and lists that reach the edge. */
  flush?: boolean;
}

export const Card = ({
  title,
  description,
  actions,
  children,
  className,
  flush = false,
}: CardProps) => {
  const id = useId();
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className={cn('border-line bg-surface shadow-card min-w-0 rounded-lg border', className)}
    >
      {title && (
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-4 pb-3 sm:px-5">
          <div className="min-w-0 wrap-anywhere">
            <h2 id={id} className="text-[0.9375rem] font-semibold">
              {title}
            </h2>
            {description && <p className="text-muted mt-0.5 max-w-prose">{description}</p>}
          </div>
          {actions && <div className="flex shrink-0 flex-wrap gap-2">{actions}</div>}
        </div>
      )}
      {children && (
        <div
          className={cn(!flush && 'px-4 pb-4 sm:px-5 sm:pb-5', !title && !flush && 'pt-4 sm:pt-5')}
        >
          {children}
        </div>
      )}
    </section>
  );
};
