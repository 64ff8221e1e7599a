import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { HomeLink } from '../../app/logo';
import { Shell } from '../../app/shell';
import { SkipLink } from '../../app/skip-link';
import { ThemeMenu } from '../../app/theme-menu';
import { profileQuery } from '../../api/queries';
import { useSession } from '../../api/session';
import { Button } from '../../ui/button';

const Outside = ({ children }: { children: ReactNode }) => (
  <div className="min-h-dvh">
    <SkipLink />
    <header className="flex h-16 items-center justify-between px-4 sm:px-6">
      <HomeLink />
      <span className="flex gap-1">
        <Button asChild>
          <Link to="/">Sign in</Link>
        </Button>
        <ThemeMenu />
      </span>
    </header>
    <main id="main" tabIndex={-1} className="mx-auto max-w-5xl px-4 py-6 sm:px-6">
      {children}
    </main>
  </div>
);

/** The mailbox is read before the first sign-in too: the confirmation mail lies there. */
export const MailboxLayout = ({ children }: { children: ReactNode }) => {
  const signedIn = useSession().status === 'signed_in';
  const { data: profile } = useQuery({ ...profileQuery, enabled: signedIn });
  return signedIn && profile?.enrolmentRequired === false ? (
    <Shell>{children}</Shell>
  ) : (
    <Outside>{children}</Outside>
  );
};
