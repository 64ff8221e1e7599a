import { ConnectionError, ProblemError } from '@gatehouse/client';
import { MutationCache, QueryCache, QueryClient, queryOptions } from '@tanstack/react-query';
import { toastProblem } from '../ui/toast-store';
import { client } from './client';

/** How a list is read page by page: spread into the options of an infinite query. */
export const byCursor = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ page }: { page: { nextCursor: string | null } }) =>
    page.nextCursor ?? undefined,
};

/** Me, and what I may do. */
export const profileQuery = queryOptions({
  queryKey: ['profile'],
  queryFn: ({ signal }) => client.profile.get({ signal }),
  staleTime: 60_000,
});

/** What the sign-in pages need to know of the installation. */
export const setupStatusQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => client.setup.status({ signal }),
  staleTime: 60_000,
});

const isPassing = (error: unknown): boolean =>
  error instanceof ConnectionError || (error instanceof ProblemError && error.status >= 502);

/** The role asks for a second factor since this page was loaded: the wall has to come up. */
const onRefusal = (error: unknown): void => {
  if (error instanceof ProblemError && error.code === 'enrolment_required') {
    void queryClient.invalidateQueries({ queryKey: profileQuery.queryKey });
  }
};

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: onRefusal }),
  mutationCache: new MutationCache({
    onError: (error, _variables, _context, mutation) => {
      onRefusal(error);
      // A form shows its errors where they belong and says so.
      if (mutation.meta?.['inForm'] !== true) toastProblem(error);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && isPassing(error),
    },
  },
});
