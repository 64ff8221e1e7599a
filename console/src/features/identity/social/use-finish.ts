import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import type { AuthorizationResponse } from '@gatehouse/contracts/identity/social';
import { client } from '../../../api/client';
import { queryClient } from '../../../api/queries';
import { toast } from '../../../ui/toast-store';
import { useBeginSession } from '../sign-in/begin-session';
import type { Challenge } from '../sign-in/sign-in-page';
import { connectionsQuery, type Journey } from './social';

interface Finishing {
  provider: string;
  body: AuthorizationResponse;
  intent: Journey['intent'];
}

/** Sends what the provider answered, once, and goes on from there. */
export const useFinish = (label: string) => {
  const router = useRouter();
  const begin = useBeginSession();
  const [challenge, setChallenge] = useState<Challenge>();
  const sent = useRef(false);
  const { mutate, error } = useMutation({
    mutationFn: async ({ provider, body, intent }: Finishing) => {
      const params = { provider };
      if (intent === 'sign_in')
        return client.social.finish({ params, body: { ...body, delivery: 'cookie' } });
      await client.connections.finish({ params, body });
      return null;
    },
    meta: { inForm: true },
    onSuccess: async (answer) => {
      if (answer === null) {
        toast(`You can sign in with ${label} from now on.`);
        await queryClient.invalidateQueries({ queryKey: connectionsQuery.queryKey });
        await router.navigate({ to: '/security', replace: true });
      } else if ('requires2FA' in answer) setChallenge(answer);
      else begin(answer);
    },
  });
  // Effects run twice while developing.
  const finish = useCallback(
    (finishing: Finishing) => {
      if (!sent.current) mutate(finishing);
      sent.current = true;
    },
    [mutate],
  );
  return { finish, challenge, error };
};
