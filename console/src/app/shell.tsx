import { useSuspenseQuery } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { profileQuery } from '../api/queries';
import { Bell } from '../features/notifications/inbox/bell';
import { mayVisit } from './access/access';
import { ActingBanner } from './acting-banner';
import { AccountMenu } from './account-menu';
import { HomeLink } from './logo';
import { MobileNavigation } from './mobile-navigation';
import { NoAccess } from './access/no-access';
import { Sidebar } from './sidebar';
import { SkipLink } from './skip-link';
import { ThemeMenu } from './theme-menu';

/** Around every page of whoever is signed in. */
export const Shell = ({ children }: { children?: ReactNode }) => {
  const { data: profile } = useSuspenseQuery(profileQuery);
  const path = useRouterState({
    select: ({ resolvedLocation, location }) => (resolvedLocation ?? location).pathname,
  });
  return (
    <div className="lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <SkipLink />
      <aside className="border-line bg-surface sticky top-0 hidden h-dvh overflow-y-auto border-r px-3 py-4 lg:block">
        <HomeLink className="mb-6 block px-2" />
        <Sidebar profile={profile} />
      </aside>
      <div className="min-w-0">
        <ActingBanner profile={profile} />
        <header className="border-line bg-canvas sticky top-0 z-30 flex h-14 items-center gap-2 border-b px-3 sm:px-6">
          <MobileNavigation profile={profile} />
          <span className="text-muted min-w-0 truncate font-medium">
            {profile.organizationName ?? 'No organization yet'}
          </span>
          <span className="ml-auto flex shrink-0 items-center gap-1">
            <Bell />
            <ThemeMenu />
            <AccountMenu profile={profile} />
          </span>
        </header>
        <main id="main" tabIndex={-1} className="mx-auto max-w-5xl px-4 py-6 sm:px-6 sm:py-8">
          {children ??
            (mayVisit(path, profile) ? <Outlet /> : <NoAccess profile={profile} path={path} />)}
        </main>
      </div>
    </div>
  );
};
