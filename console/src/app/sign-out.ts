import { useMutation } from '@tanstack/react-query';
import { ProblemError } from '@gatehouse/client';
import { client } from '../api/client';
import { queryClient } from '../api/queries';
import { session } from '../api/session';
import { announce } from '../api/tabs';

/** Forgets a session that has ended. */
export const leaveSession = (): void => {
  session.drop(false);
  announce({ type: 'ended' });
};

const end = async (call: () => Promise<unknown>): Promise<void> => {
  // What is asked meanwhile would be refused, and nobody is here to see its answer.
  await queryClient.cancelQueries();
  try {
    await call();
  } catch (error) {
    // Already over: that is what was wanted. Anything else must not look like a sign-out.
    if (!(error instanceof ProblemError && error.code === 'unauthenticated')) {
      void queryClient.invalidateQueries();
      throw error;
    }
  }
  leaveSession();
};

/** Ends this session on the server, and then here. */
export const useSignOut = () =>
  useMutation({ mutationFn: () => end(() => client.signIn.logout()) });

/** Ends every session of mine. */
export const useSignOutEverywhere = () =>
  useMutation({ mutationFn: () => end(() => client.signIn.logoutAll()) });
