import { Link } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { Empty } from '../../ui/empty';
import { usePageTitle } from '../../ui/page-header';

interface DeadEndProps {
  /** Of the page, for the browser's tab and for screen readers. */
  title: string;
  icon: LucideIcon;
  /** What is said in sight. */
  headline: string;
  /** Why, and what one may do about it. */
  children: ReactNode;
}

/** In place of a page that does not open: why, and the way on. */
export const DeadEnd = ({ title, icon, headline, children }: DeadEndProps) => {
  usePageTitle(title);
  return (
    <>
      <h1 tabIndex={-1} data-page-heading className="sr-only">
        {title}
      </h1>
      <Card flush>
        <Empty
          icon={icon}
          title={headline}
          action={
            <Button asChild variant="primary">
              <Link to="/">Go to the start page</Link>
            </Button>
          }
        >
          {children}
        </Empty>
      </Card>
    </>
  );
};
