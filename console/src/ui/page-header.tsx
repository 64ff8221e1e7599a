import { useEffect, type ReactNode } from 'react';
import { productName } from '../branding';

interface PageHeaderProps {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
}

/** Heading of a page, and the title of the browser's tab. */
export const PageHeader = ({ title, description, actions }: PageHeaderProps) => {
  usePageTitle(title);
  return (
    <div className="mb-5 flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
      <div className="min-w-0 wrap-anywhere">
        <h1 tabIndex={-1} data-page-heading className="text-xl font-semibold tracking-tight">
          {title}
        </h1>
        {description && <p className="text-muted mt-0.5 max-w-prose">{description}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
};

export const usePageTitle = (title: string): void => {
  useEffect(() => {
    document.title = `${title} · ${productName}`;
  }, [title]);
};
