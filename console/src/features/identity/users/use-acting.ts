import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { Impersonation } from '@gatehouse/contracts/identity/impersonation';
import { client } from '../../../api/client';
import { profileQuery, queryClient } from '../../../api/queries';
import { session } from '../../../api/session';

/** From here on this tab acts for that person; the others, and the cookie, stay mine. */
export const useBeginActing = () => {
  const router = useRouter();
  return async ({ accessToken, expiresIn }: Impersonation): Promise<void> => {
    session.act({ accessToken, expiresIn });
    // Whom the pages are for comes first: they ask for what that person may see.
    await queryClient.fetchQuery({ ...profileQuery, staleTime: 0 });
    queryClient.removeQueries({ type: 'inactive' });
    await router.navigate({ to: '/' });
    queryClient.removeQueries({ type: 'inactive' });
  };
};

/** Ends it on the server; a fresh start of the page takes up my own session again. */
export const useStopActing = () =>
  useMutation({
    mutationFn: () => client.impersonation.end(),
    onSettled: () => location.assign('/people'),
  });
