import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { EntryCard } from '../../../ui/entry-card';
import { Skeleton } from '../../../ui/skeleton';
import { SecondFactorStep } from '../sign-in/second-factor-step';
import { CallbackFailed } from './callback-failed';
import { providersQuery, readAnswer, recallJourney } from './social';
import { useFinish } from './use-finish';

/** Where the browser lands when the provider sends it back. */
export const SocialCallbackPage = () => {
  const router = useRouter();
  const [answer] = useState(() => readAnswer(location.hash));
  const [journey] = useState(recallJourney);
  const { data: providers = [] } = useQuery(providersQuery);
  const label = providers.find(({ id }) => id === answer?.provider)?.label ?? 'the other account';
  const { finish, challenge, error } = useFinish(label);
  const { state, code } = answer ?? {};

  useEffect(() => {
    // The answer works once: it must not stay in the address. What the steps after this one read does.
    const search = new URLSearchParams(
      journey.redirect === undefined ? {} : { redirect: journey.redirect },
    );
    router.history.replace(`/social-callback?${search.toString()}`);
    if (answer && code !== undefined && state !== undefined) {
      const { provider, iss } = answer;
      finish({ provider, body: { code, state, iss }, intent: journey.intent });
    }
  }, [answer, code, state, journey, finish, router]);

  const { intent } = journey;
  if (challenge)
    return (
      <SecondFactorStep
        challenge={challenge}
        onRestart={() => void router.navigate({ to: '/sign-in', search: {} })}
      />
    );
  if (error !== null || answer === undefined || code === undefined || state === undefined)
    return <CallbackFailed error={error} answer={answer} intent={intent} label={label} />;
  return (
    <EntryCard title={intent === 'connect' ? 'Connecting your account' : 'Signing you in'}>
      <Skeleton className="h-10 w-full" />
    </EntryCard>
  );
};
