import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { Button } from '../ui/button';
import { Empty } from '../ui/empty';
import { usePageTitle } from '../ui/page-header';
import { HomeLink } from './logo';

/** In place of what should be in a page. */
export const NotFound = () => {
  usePageTitle('Not found');
  return (
    <div className="mx-auto grid max-w-md place-items-center pt-[10vh]">
      <h1 tabIndex={-1} data-page-heading className="sr-only">
        Page not found
      </h1>
      <Empty
        icon={Compass}
        title="There is no such page"
        action={
          <Button asChild variant="primary">
            <Link to="/">Go to the start page</Link>
          </Button>
        }
      >
        The address may be mistyped, or the page has moved.
      </Empty>
    </div>
  );
};

/** For an address that leads nowhere. */
export const NotFoundPage = () => (
  <div className="min-h-dvh">
    <header className="flex h-16 items-center px-4 sm:px-6">
      <HomeLink />
    </header>
    <main id="main" tabIndex={-1}>
      <NotFound />
    </main>
  </div>
);
