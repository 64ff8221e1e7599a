import { Outlet } from '@tanstack/react-router';
import { HomeLink } from './logo';
import { SkipLink } from './skip-link';
import { ThemeMenu } from './theme-menu';

/** Around the pages of whoever is not (fully) signed in. */
export const BareLayout = () => (
  <div className="flex min-h-dvh flex-col">
    <SkipLink />
    <header className="flex h-16 items-center justify-between px-4 sm:px-6">
      <HomeLink />
      <ThemeMenu />
    </header>
    <main
      id="main"
      tabIndex={-1}
      className="flex flex-1 flex-col items-center px-4 pt-[max(1rem,6vh)] pb-16"
    >
      <Outlet />
    </main>
  </div>
);
