import { getRouteApi, useRouter } from '@tanstack/react-router';
import type { SignedIn } from '@gatehouse/contracts/identity/sign-in';
import { safeRedirect } from '../../../app/redirect-target';
import { queryClient } from '../../../api/queries';
import { session } from '../../../api/session';
import { announce } from '../../../api/tabs';

const root = getRouteApi('__root__');

/** Takes up a finished sign-in and goes where the person wanted to go. */
export const useBeginSession = () => {
  const router = useRouter();
  const search: Record<string, unknown> = root.useSearch();
  return ({ accessToken, expiresIn, user }: SignedIn): void => {
    queryClient.removeQueries({ queryKey: ['profile'] });
    session.hold({ accessToken, expiresIn });
    announce({ type: 'began', userId: user.id });
    const wanted = typeof search['redirect'] === 'string' ? search['redirect'] : undefined;
    router.history.replace(safeRedirect(wanted, location.origin));
  };
};
