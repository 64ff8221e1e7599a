import type {
  RegisteredRouter,
  RouteApi,
  RouteById,
  RouteIds,
  UseNavigateResult,
} from '@tanstack/react-router';
import { useCallback } from 'react';

type Tree = RegisteredRouter['routeTree'];

/** What an address of the route can say behind its question mark. */
type SearchOf<Id extends RouteIds<Tree>> = RouteById<Tree, Id>['types']['fullSearchSchema'];

/**
 * Narrows the list of a page: the answer is told of the parts that change, undefined for one that
 * narrows no more. They stand in the address, so that whoever is sent it sees the same; a step back
 * leaves the page, and it stays where it is scrolled to.
 */
export const useNarrowing = <Id extends RouteIds<Tree>>(
  route: RouteApi<Id>,
): ((part: Partial<SearchOf<Id>>) => void) => {
  const navigate: UseNavigateResult<string> = route.useNavigate();
  return useCallback(
    (part) =>
      void navigate({
        to: '.',
        search: (previous) => ({ ...previous, ...part }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
};
