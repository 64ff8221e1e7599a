import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { client } from '../../../api/client';
import { useBeginSession } from '../sign-in/begin-session';
import { SecondFactorStep } from '../sign-in/second-factor-step';
import type { Challenge } from '../sign-in/sign-in-page';
import { OnePress } from './one-press';

const route = getRouteApi('/bare/magic-link');

export const MagicLinkPage = () => {
  const { token } = route.useSearch();
  const router = useRouter();
  const begin = useBeginSession();
  const [challenge, setChallenge] = useState<Challenge>();
  if (challenge)
    return (
      <SecondFactorStep
        challenge={challenge}
        onRestart={() => void router.navigate({ to: '/sign-in', search: {} })}
      />
    );
  return (
    <OnePress
      title="Sign in"
      description="You asked for a link to sign in with."
      token={token}
      label="Sign in"
      broken="This link is incomplete, has expired or has been used. Ask for a new one on the sign-in page."
      send={(value) => client.magicLinks.verify({ body: { token: value, delivery: 'cookie' } })}
      onDone={(answer) => ('requires2FA' in answer ? setChallenge(answer) : begin(answer))}
    />
  );
};
