import { ConnectionError, ProblemError } from '@gatehouse/client';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { LoadFailed } from '../ui/load-failed';
import { usePageTitle } from '../ui/page-header';

/** Seconds until the page tries again by itself; undefined where that would not help. */
const waitOf = (error: unknown): number | undefined => {
  if (error instanceof ConnectionError) return 5;
  if (!(error instanceof ProblemError)) return undefined;
  return error.status === 429 || error.status >= 502 ? (error.retryAfter ?? 5) : undefined;
};

/** A page, or what it needs, failed to load. A server that is only busy is asked again. */
export const PageFailed = ({ error, reset }: { error: unknown; reset: () => void }) => {
  const router = useRouter();
  usePageTitle('Something went wrong');
  const wait = waitOf(error);
  useEffect(() => {
    if (wait === undefined) return undefined;
    const timer = setTimeout(() => {
      reset();
      void router.invalidate();
    }, wait * 1000);
    return () => clearTimeout(timer);
  }, [wait, reset, router]);
  return (
    <main className="mx-auto max-w-md pt-[12vh]">
      <LoadFailed
        error={error}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </main>
  );
};
