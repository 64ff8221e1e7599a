import { Compass } from 'lucide-react';
import { DeadEnd } from './access/dead-end';
import { HomeLink } from './logo';

/** In place of what should be in a page. */
export const NotFound = () => (
  <div className="mx-auto max-w-md pt-[10vh]">
    <DeadEnd title="Page not found" icon={Compass} headline="There is no such page">
      The address may be mistyped, or the page has moved.
    </DeadEnd>
  </div>
);

/** For an address that leads nowhere. */
export const NotFoundPage = () => (
  <div className="min-h-dvh">
    <header className="flex h-16 items-center px-4 sm:px-6">
      <HomeLink />
    </header>
    <main id="main" tabIndex={-1} className="px-4">
      <NotFound />
    </main>
  </div>
);
